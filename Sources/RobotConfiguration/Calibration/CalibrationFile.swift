/// Reads and writes calibration files.
public enum CalibrationFile {
  /// What begins the last line.
  private static let mark = "checksum: "

  /// The calibration that `text` gives; `file` names it in messages. Throws every error together; where there
  /// is no other, that the checksum is not the one of the contents.
  public static func load(
    text: [UInt8], file: String
  ) throws(ConfigurationErrors) -> CalibrationDescription {
    let (node, complaints) = YAMLDocument.read(text, file: file)
    guard let node else { throw ConfigurationErrors(complaints.errors) }
    var checker = ShapeChecker(complaints: complaints)
    let record = checker.root(node, CalibrationShape.fields)
    var found = checker.complaints
    guard let record else { throw ConfigurationErrors(found.errors) }
    var calibration = CalibrationDescription()
    for (name, joint) in Names(record, table: "joints", what: "joint").records {
      calibration.joints[name] = entry(joint, &found)
    }
    if found.errors.isEmpty, !isIntact(text) {
      found.add(
        record.position(of: "checksum"), "checksum",
        "it is not that of the contents: the file was edited, or not wholly written",
        hint: "take back the edit, or calibrate again (cerebellum calibrate)")
    }
    try found.throwIfAny()
    return calibration
  }

  private static func entry(
    _ joint: Record, _ complaints: inout Complaints
  ) -> CalibrationDescription.Entry? {
    guard let date = joint.text("date") else { return nil }
    guard let day = CalendarDay(date) else {
      complaints.add(
        joint.position(of: "date"), joint.path("date"), "there is no day \(date)",
        allowed: "YYYY-MM-DD")
      return nil
    }
    guard let device = joint.text("device"), let zero = joint.number("zero") else { return nil }
    return CalibrationDescription.Entry(
      device: device, serial: joint.text("serial"), zero: zero, day: day, position: joint.position)
  }

  /// Whether the last line has the digest of all lines before it.
  private static func isIntact(_ text: [UInt8]) -> Bool {
    let newline = UInt8(ascii: "\n")
    guard text.last == newline else { return false }
    let start = text.dropLast().lastIndex(of: newline).map { $0 + 1 } ?? 0
    let digest = FileDigest(of: Array(text[..<start]))
    return Array(text[start...]) == Array("\(mark)\(digest)\n".utf8)
  }

  /// The text of a file that says `calibration`, joint by joint in the order of their names. Zeros are
  /// rounded to 1 µrad.
  public static func text(of calibration: CalibrationDescription) -> String {
    var text =
      "# Written by `cerebellum calibrate`. The checksum is the SHA-256 of all before its line.\n"
    text += "joints:\n"
    for (name, entry) in calibration.joints.sorted(by: { $0.key < $1.key }) {
      let serial = entry.serial.map { ", serial: \(quoted($0))" } ?? ""
      text +=
        "  \(quoted(name)): { device: \(entry.device)\(serial), zero: \(decimal(entry.zero)) rad, "
        + "date: \(entry.day) }\n"
    }
    return text + "\(mark)\(FileDigest(of: Array(text.utf8)))\n"
  }

  /// In YAML's double quotes.
  private static func quoted(_ text: String) -> String {
    text.reduce(into: "\"") { quoted, character in
      if character == "\"" || character == "\\" { quoted += "\\" }
      quoted.append(character)
    } + "\""
  }

  /// With six digits behind the point.
  private static func decimal(_ value: Double) -> String {
    let millionths = Int((abs(value) * 1e6).rounded())
    let digits = String(millionths % 1_000_000)
    let zeros = String(repeating: "0", count: 6 - digits.count)
    return (value < 0 ? "-" : "") + "\(millionths / 1_000_000).\(zeros)\(digits)"
  }
}
