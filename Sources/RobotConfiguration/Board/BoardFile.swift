import RobotUnits

/// Reads board files.
public enum BoardFile {
  /// The board that the file at `path` describes. Throws every error of the file together.
  public static func load(path: String) throws(ConfigurationErrors) -> BoardDescription {
    try load(text: try ConfigurationText.read(path: path), file: path)
  }

  /// The board that `text` describes; `file` names it in messages. Throws every error of the file
  /// together, sorted by position.
  public static func load(
    text: [UInt8], file: String
  ) throws(ConfigurationErrors) -> BoardDescription {
    let (node, complaints) = YAMLDocument.read(text, file: file)
    guard let node else { throw ConfigurationErrors(complaints.errors) }
    var checker = ShapeChecker(complaints: complaints)
    let record = checker.root(node, BoardShape.fields)
    guard let record else { throw ConfigurationErrors(checker.complaints.errors) }
    var resolver = BoardResolver(record: record, complaints: checker.complaints)
    let board = resolver.resolve()
    try resolver.complaints.throwIfAny()
    guard let board else { preconditionFailure("a board file was refused without an error") }
    return board
  }
}

/// Turns a board file's record into a description.
struct BoardResolver {
  let record: Record
  var complaints: Complaints

  /// The board; `nil` when there were errors.
  mutating func resolve() -> BoardDescription? {
    let status = record.text("status").flatMap(BoardDescription.Status.init(rawValue:))
    checkCompatible(status)
    let i2c = buses()
    let gpio = gpio()
    guard complaints.errors.isEmpty, let name = record.text("board"), let status, let gpio else {
      return nil
    }
    return BoardDescription(
      name: name, compatible: texts(record, "compatible"), status: status, i2c: i2c, gpio: gpio,
      realtime: realtime(), quirks: texts(record, "quirks"))
  }

  private mutating func checkCompatible(_ status: BoardDescription.Status?) {
    guard let compatible = record.list("compatible"), let status else { return }
    let position = record.position(of: "compatible")
    switch status {
    case .simulated where !compatible.isEmpty:
      complaints.add(
        position, "compatible", "a simulated board has no device tree", allowed: "[]")
    case .tested where compatible.isEmpty, .community where compatible.isEmpty:
      complaints.add(
        position, "compatible",
        "a board that was tried has a device tree, and its strings are known",
        hint: "copy them from /proc/device-tree/compatible")
    default: break
    }
  }

  private mutating func buses() -> [BoardDescription.I2CBus] {
    var result: [BoardDescription.I2CBus] = []
    var nodes: [String: String] = [:]
    for (name, bus) in Names(record, table: "i2c", what: "bus").records {
      if let device = bus.text("device") {
        if let other = nodes[device] {
          complaints.add(
            bus.position(of: "device"), bus.path("device"),
            "\(device) is the bus \"\(other)\" already")
        }
        nodes[device] = name
      }
      if bus.has("enable_file"), !bus.has("enable") {
        complaints.add(
          bus.position(of: "enable_file"), bus.path("enable_file"),
          "says where, but nothing says what to add",
          hint: "add `enable: …` with the line for that file")
      }
      guard let speed = bus.number("speed").flatMap(Frequency.init(hertz:)),
        let overhead = bus.number("overhead")
      else { continue }
      result.append(
        BoardDescription.I2CBus(
          name: name, pins: integers(bus, "pins"), device: bus.text("device"),
          adapterName: bus.text("adapter"), deviceTreePath: bus.text("of_path"),
          maximumSpeed: speed, overhead: TimeSpan(nanoseconds: Int64(overhead * 1e9 + 0.5)),
          enable: bus.text("enable"), enableFile: bus.text("enable_file"), recovery: recovery(bus)))
    }
    return result
  }

  private mutating func gpio() -> BoardDescription.GPIO? {
    guard let gpio = record.record("gpio") else { return nil }
    var lines: [Int: String] = [:]
    var pins: [String: Int] = [:]
    for entry in gpio.record("lines")?.entries ?? [] {
      guard let pin = Int(entry.key), case .text(let line) = entry.value?.value else { continue }
      if let other = pins[line] {
        complaints.add(
          entry.value?.position, gpio.path("lines.\(pin)"), "\(line) is on pin \(other) already")
      }
      pins[line] = pin
      lines[pin] = line
    }
    return gpio.text("on_release").flatMap(BoardDescription.GPIO.OnRelease.init(rawValue:)).map {
      BoardDescription.GPIO(
        onRelease: $0, strictFix: gpio.text("strict_fix"), chipLabel: gpio.text("chip"),
        lines: lines)
    }
  }

  private func realtime() -> BoardDescription.Realtime? {
    record.record("realtime").map { realtime in
      BoardDescription.Realtime(
        isolate: integers(realtime, "isolate"), commandLine: realtime.text("command_line"),
        governor: realtime.text("governor"), kernelPackage: realtime.text("kernel_package"))
    }
  }

  private func texts(_ record: Record, _ key: String) -> [String] {
    (record.list(key) ?? []).compactMap { element in
      if case .text(let text) = element.value { text } else { nil }
    }
  }

  private func integers(_ record: Record, _ key: String) -> [Int] {
    (record.list(key) ?? []).compactMap { element in
      if case .integer(let integer) = element.value { integer } else { nil }
    }
  }
}
