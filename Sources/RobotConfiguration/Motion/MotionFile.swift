/// Reads motion files (`Scenarios/*.motion.yaml`).
public enum MotionFile {
  /// The motion that the file at `path` describes. Throws every error of the file together.
  public static func load(path: String) throws(ConfigurationErrors) -> MotionDescription {
    try load(text: try ConfigurationText.read(path: path), file: path)
  }

  /// The motion that `text` describes; `file` names it in messages. Throws every error of the file
  /// together, sorted by position.
  public static func load(
    text: [UInt8], file: String
  ) throws(ConfigurationErrors) -> MotionDescription {
    let (node, complaints) = YAMLDocument.read(text, file: file)
    guard let node else { throw ConfigurationErrors(complaints.errors) }
    var checker = ShapeChecker(complaints: complaints)
    let record = checker.root(node, MotionShape.fields)
    checkSines(record, &checker.complaints)
    try checker.complaints.throwIfAny()
    guard let record, let name = record.text("motion"), let steps = record.list("steps") else {
      preconditionFailure("a motion file was refused without an error")
    }
    return MotionDescription(file: file, name: name, steps: steps.compactMap(step))
  }

  /// The ramps at both ends of a sine need half a period each.
  private static func checkSines(_ record: Record?, _ complaints: inout Complaints) {
    for element in record?.list("steps") ?? [] {
      guard case .record(let step) = element.value, let frequency = step.number("frequency"),
        let duration = step.number("for"), duration * frequency < 1
      else { continue }
      complaints.add(
        step.position(of: "for"), step.path("for"),
        "\(Dimension.time.text(duration)) is shorter than a period of the sine",
        allowed: "at least \(Dimension.time.text(1 / frequency))",
        hint: "the sine starts and ends at rest, which takes half a period each")
    }
  }

  private static func step(_ element: Checked) -> MotionDescription.Step? {
    guard case .record(let record) = element.value, let action = action(record) else { return nil }
    return MotionDescription.Step(
      action: action, position: element.position, keyPath: record.path)
  }

  private static func action(_ record: Record) -> MotionDescription.Action? {
    if let duration = record.number("hold") { return .hold(duration: duration) }
    if let table = record.record("move") {
      return .move(joints(table), duration: record.number("in"))
    }
    guard let duration = record.number("for") else { return nil }
    if let table = record.record("step") { return .step(joints(table), duration: duration) }
    guard let table = record.record("sine"), let frequency = record.number("frequency") else {
      return nil
    }
    return .sine(joints(table), frequency: frequency, duration: duration)
  }

  private static func joints(_ table: Record) -> [MotionDescription.JointValue] {
    table.entries.compactMap { entry in
      guard let value = table.number(entry.key) else { return nil }
      return MotionDescription.JointValue(
        joint: entry.key, value: value, position: entry.keyPosition, keyPath: table.path(entry.key))
    }
  }
}
