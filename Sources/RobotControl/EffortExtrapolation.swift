internal import RobotUnits

/// What a joint gets while the control loop is late: the last change of its effort goes on.
///
/// First order: `effort_j = effort + j (effort - effort_before)`, inside the effort limit; then through
/// the motor at the last velocity, inside the supply, as the guard does it. Real-time: yes.
public struct EffortExtrapolation: BitwiseCopyable, Sendable {
  /// Greatest effort [N.m].
  public var effortLimit: Double
  /// The motor.
  public var motor: DCMotor
  /// 1, or -1 when a positive voltage moves the joint towards negative positions.
  public var direction: Double

  /// Of a joint with these limits.
  public init(effortLimit: Double, motor: DCMotor, direction: Double) {
    self.effortLimit = effortLimit
    self.motor = motor
    self.direction = direction
  }

  /// The duty, -1...1, so many `periods` after a cycle that applied `effort` N.m at `velocity` rad/s,
  /// when the effort changes by `change` N.m per period. 0 when one of them is not finite.
  @_noAllocation @_noLocks
  public func duty(effort: Double, change: Double, velocity: Double, periods: Double) -> Double {
    let wanted = effort + periods * change
    guard wanted - wanted == 0, velocity - velocity == 0 else { return 0 }
    let allowed = RealtimeMath.clamp(wanted, within: effortLimit)
    let voltage = RealtimeMath.clamp(
      motor.voltage(effort: allowed, velocity: velocity), within: motor.supply)
    return direction * voltage / motor.supply
  }
}
