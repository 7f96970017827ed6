public import RobotUnits

/// An emergency stop with two contacts (`estop: { channels: [a, b] }`).
public struct EmergencyStopDescription: Sendable {
  /// The two lines: indices into `RobotDescription.lines`.
  public var channels: [Int]
  /// How long they may disagree. Default 50 ms.
  public var discrepancy: TimeSpan
  /// Where the file gives it.
  public var position: SourcePosition
}

/// A switch at an end of a joint's way (`limit: { joint: lift, side: lower }`).
public struct LimitSwitchDescription: Sendable {
  /// The line: an index into `RobotDescription.lines`.
  public var line: Int
  /// The joint: an index into `RobotDescription.joints`.
  public var joint: Int
  /// The end.
  public var side: Side
  /// The contact must be closed without a break for so long before it lets go. Default 20 ms.
  public var release: TimeSpan

  /// An end of a joint's way.
  public enum Side: String, Sendable, CaseIterable {
    /// Towards smaller positions.
    case lower
    /// Towards greater positions.
    case upper
  }
}

/// A holding brake (`brake: { joint: lift, engage: 80 ms, release: 50 ms }`).
public struct BrakeDescription: Sendable {
  /// The line: an index into `RobotDescription.lines`. Active releases the brake.
  public var line: Int
  /// The joint: an index into `RobotDescription.joints`.
  public var joint: Int
  /// From current off until it holds.
  public var engage: TimeSpan
  /// From current on until it is open.
  public var release: TimeSpan
}
