public import SimulatedHAL

/// Why a simulator cannot be used, or was given up.
public struct SimulatorFailure: Error, Hashable, Sendable {
  /// What kind of trouble it is.
  public let cause: SimulatorCause
  /// What was seen: errno's text, numbers, the simulator's own words.
  public let detail: String

  /// A failure.
  public init(_ cause: SimulatorCause, _ detail: String) {
    self.cause = cause
    self.detail = detail
  }
}

/// What became of a link, for a log.
public enum SimulatorNews: Hashable, Sendable {
  /// It was given up.
  case lost(SimulatorFailure)
  /// It is there again; the robot stands where the simulator has it.
  case back
}
