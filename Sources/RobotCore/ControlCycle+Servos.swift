internal import RobotControl
internal import RobotUnits

/// Where a servo that closes its own loop shall be.
public struct ServoReference: BitwiseCopyable, Sendable {
  /// The limited reference [rad].
  public var position: Double
  /// Its velocity [rad/s].
  public var velocity: Double
  /// Whether the joint is to be held: not one that coasts because its reference was lost.
  public var isHeld: Bool
}

extension ControlCycle {
  /// The reference of `joint` after `step`. Real-time: yes.
  @_noAllocation @_noLocks
  public func servoReference(of joint: Int) -> ServoReference {
    precondition(joint >= 0 && joint < jointCount)
    let (pair, lane) = (joint >> 1, joint & 1)
    return ServoReference(
      position: pairs[pair].limiter.position[lane], velocity: pairs[pair].limiter.velocity[lane],
      isHeld: !(lossPending && pairs[pair].letsGo[lane] > 0))
  }
}

/// What takes the joint's command.
public enum JointDrive: UInt8, BitwiseCopyable, Sendable {
  /// A motor, which is given the effort of the joint's law.
  case effort
  /// A servo, which is given the reference and closes its own loop. Of the law nothing is left: gains and
  /// feed-forward are 0.
  case position

  /// Spelt out: the generic `==` of raw values is refused by the real-time checks in debug builds.
  @_noAllocation @_noLocks
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
}

extension JointConfiguration {
  /// The greatest effort that the control cycle gives: none for a servo.
  var givenEffort: Double {
    @_noAllocation @_noLocks get { drive == .position ? 0 : effortLimit }
  }
}
