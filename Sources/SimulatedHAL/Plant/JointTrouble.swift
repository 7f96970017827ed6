/// What is wrong with a joint of a plant and its motor.
public struct JointTrouble: Hashable, Sendable {
  /// The gear is blocked.
  public var isJammed = false
  /// The motor has no connection to its bridge: no torque, and no braking either.
  public var isDead = false
  /// The motor's two wires are swapped.
  public var isInverted = false
  /// How many times what it is told the bridge gives the motor, as far as the supply goes.
  public var factor = 1.0

  /// Nothing is wrong.
  public init() {}

  /// More than any motor has [N.m or N].
  static let blockingEffort = 1e5

  /// What the motor gets of `drive`.
  func drive(_ drive: GearMotorJoint.Drive) -> GearMotorJoint.Drive {
    if isDead { return GearMotorJoint.Drive(forward: 0, reverse: 0) }
    var drive = drive
    drive.signed = min(max(drive.signed * factor, -1), 1) * (isInverted ? -1 : 1)
    drive.conducting = max(drive.conducting, abs(drive.signed))
    return drive
  }
}
