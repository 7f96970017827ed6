public import RobotUnits

/// What an H-bridge does to its motor.
public enum BridgeOutput: Hashable, Sendable, BitwiseCopyable {
  /// Both outputs float: the motor turns freely.
  case open
  /// The mean voltage across the motor [V], positive from the first output to the second; 0 is a shorted
  /// motor.
  case driven(volts: Double)
}

/// What hangs on the outputs of bridges. Called as `ShaftAngleSource` is.
public protocol BridgeObserver: AnyObject, Sendable {
  /// From `instant` on, the bridge that its owner calls `bridge` does `output`.
  func bridge(_ bridge: Int, does output: BridgeOutput, at instant: MonotonicInstant)
}
