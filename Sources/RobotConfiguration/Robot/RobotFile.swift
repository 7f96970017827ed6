public import RobotUnits

/// Reads robot files.
public enum RobotFile {
  /// Finds what is wrong with a robot beyond its own file: its URDF, its board, its bus traffic.
  public typealias Check = (RobotDescription) -> [ConfigurationError]

  /// The robot that the file at `path` describes. Throws every error of the file together; as the
  /// other `load`.
  public static func load(
    path: String, drivers: [DriverSchema], check: Check = { _ in [] }
  ) throws(ConfigurationErrors) -> RobotDescription {
    try load(
      text: try ConfigurationText.read(path: path), file: path, drivers: drivers, check: check)
  }

  /// The robot that `text` describes; `file` names it in messages. `drivers` are the drivers that its
  /// devices may name. Throws every error of the file together, sorted by position.
  ///
  /// What `check` finds is reported with them. It is asked about a file with errors too, as long as
  /// its buses, devices and lines are understood; the joints that are not are left out.
  public static func load(
    text: [UInt8], file: String, drivers: [DriverSchema], check: Check = { _ in [] }
  ) throws(ConfigurationErrors) -> RobotDescription {
    let (node, complaints) = YAMLDocument.read(text, file: file)
    guard let node else { throw ConfigurationErrors(complaints.errors) }
    var checker = ShapeChecker(complaints: complaints)
    let record = checker.root(node, RobotShape(drivers: drivers).fields)
    guard let record else { throw ConfigurationErrors(checker.complaints.errors) }
    var resolver = RobotResolver(record, drivers: drivers, complaints: checker.complaints)
    let robot = resolver.resolve()
    try ConfigurationErrors.throwIfAny(
      resolver.complaints.errors + (robot.map(check) ?? []))
    guard let robot else { preconditionFailure("a robot file was refused without an error") }
    return robot
  }
}

extension RobotDescription {
  /// An error about this robot's file, for checks that need more than the file: the bus budget, the
  /// board, the URDF.
  public func error(
    at position: SourcePosition, keyPath: String, problem: String, allowed: String? = nil,
    hint: String? = nil
  ) -> ConfigurationError {
    ConfigurationError(
      file: file, position: position, keyPath: keyPath, problem: problem, allowed: allowed,
      hint: hint)
  }

  /// The error of a rate that the buses cannot carry: `bus` needs longer than a cycle, and
  /// `highestFeasible` is the greatest rate that fits, if one does. `proposals` say what else would help;
  /// without any the advice is general.
  public func rateError(
    bus: String, problem: String, highestFeasible: Frequency?, proposals: [String] = []
  ) -> ConfigurationError {
    error(
      at: ratePosition, keyPath: "rate",
      problem: "the buses cannot carry \(Dimension.frequency.text(rate.hertz)): bus \"\(bus)\" "
        + problem,
      allowed: highestFeasible.map { "at most \(Dimension.frequency.text($0.hertz))" },
      hint: proposals.isEmpty
        ? "lower the rate, raise the bus speed, read less often (every: n), or "
          + (loop.hasInlineBuses
            ? "give every bus a thread of its own (loop: { buses: threads })"
            : "spread the devices over more buses")
        : "lower the rate, or " + proposals.joined(separator: ", or "))
  }
}
