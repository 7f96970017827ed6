public import RobotConfiguration
public import RobotCore

/// What came of a run.
public struct FaultReport: Sendable {
  /// What must never be; empty when all was well.
  public var problems: [String] = []
  /// The faults that latched.
  public var faults: [FaultRecord] = []
  /// The stops that nobody asked for.
  public var stops: [StopRecord] = []
  /// The times that it became degraded.
  public var degradations: [StopRecord] = []
  /// Where the robot stood at the end.
  public var state = LifecycleState.unconfigured
  /// When the outputs went off, from the first fault's start [s]; `nil` when they stayed on.
  public var outputsOff: Double?
  /// How often each fault struck.
  public var strikes: [Int] = []
  /// How many cycles ran.
  public var cycles = 0

  /// Nothing has happened.
  public init() {}

  /// What `expectation` says that is not so.
  public func misses(of expectation: FaultScenario.Expectation) -> [String] {
    var found: [String] = []
    let first = faults.first.map { FaultReport.name($0.code) }
    if expectation.faults.isEmpty {
      if let first { found.append("latched \(first)") }
    } else if let first {
      if !expectation.faults.contains(first) { found.append("latched \(first)") }
    } else {
      found.append("no fault latched")
    }
    if "\(state)" != expectation.state { found.append("ended \(state)") }
    if let within = expectation.within {
      if let outputsOff {
        if outputsOff > within { found.append("outputs off after \(outputsOff) s") }
      } else {
        found.append("outputs stayed on")
      }
    }
    return found
  }

  /// The name of `code` in scenarios: `encoderLost` is `encoder_lost`.
  public static func name(_ code: FaultCode) -> String {
    "\(code)".reduce(into: "") { name, character in
      if character.isUppercase { name += "_" }
      name += character.lowercased()
    }
  }
}
