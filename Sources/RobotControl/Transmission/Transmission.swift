/// What lies between an actuator's shaft and a joint that it moves alone.
///
/// The actuator's side is rotary [rad, rad/s, N.m]; the joint's is rotary too, or prismatic behind a
/// screw [m, m/s, N]. With `rate` = d(actuator position) / d(joint position) at a joint position:
///
///     v_a = rate v_j        effort_j = rate effort_a        so that effort_a v_a = effort_j v_j
///
/// Power is conserved; what friction takes is `efficiency`, for whoever needs the real effort. Joints
/// that share actuators: `CoupledTransmission`, `DifferentialTransmission`. Real-time: yes.
public enum Transmission: BitwiseCopyable, Hashable, Sendable {
  /// Gears, belts.
  case ratio(RatioTransmission)
  /// A lead or ball screw: prismatic from rotary.
  case screw(ScrewTransmission)
  /// A crank that moves the joint through a coupler.
  case fourBar(FourBarTransmission)

  /// Where the joint is when the actuator stands at `actuator` rad [rad or m].
  @_noAllocation @_noLocks
  public func jointPosition(actuator: Double) -> Double {
    switch self {
    case .ratio(let ratio): ratio.jointPosition(actuator: actuator)
    case .screw(let screw): screw.jointPosition(actuator: actuator)
    case .fourBar(let fourBar): fourBar.jointPosition(actuator: actuator)
    }
  }

  /// Where the actuator stands when the joint is at `joint` [rad].
  @_noAllocation @_noLocks
  public func actuatorPosition(joint: Double) -> Double {
    switch self {
    case .ratio(let ratio): ratio.actuatorPosition(joint: joint)
    case .screw(let screw): screw.actuatorPosition(joint: joint)
    case .fourBar(let fourBar): fourBar.actuatorPosition(joint: joint)
    }
  }

  /// Actuator radians per radian or metre of the joint, at joint position `joint`; never 0.
  @_noAllocation @_noLocks
  public func rate(joint: Double) -> Double {
    switch self {
    case .ratio(let ratio): ratio.ratio
    case .screw(let screw): screw.rate()
    case .fourBar(let fourBar): fourBar.rate(joint: joint)
    }
  }

  /// The share of the actuator's power that reaches the joint, above 0, at most 1.
  @_noAllocation @_noLocks
  public func efficiency() -> Double {
    if case .screw(let screw) = self { return screw.efficiency }
    return 1
  }

  /// The joint's velocity at `joint` when the actuator turns with `actuator` rad/s.
  @_noAllocation @_noLocks
  public func jointVelocity(actuator: Double, at joint: Double) -> Double {
    actuator / rate(joint: joint)
  }

  /// The actuator's velocity [rad/s] when the joint moves with `velocity` at `joint`.
  @_noAllocation @_noLocks
  public func actuatorVelocity(joint velocity: Double, at joint: Double) -> Double {
    velocity * rate(joint: joint)
  }

  /// The joint's effort at `joint` [N.m or N] for `actuator` N.m at the shaft, without losses.
  @_noAllocation @_noLocks
  public func jointEffort(actuator: Double, at joint: Double) -> Double {
    actuator * rate(joint: joint)
  }

  /// The effort at the shaft [N.m] that gives `effort` at the joint, without losses.
  @_noAllocation @_noLocks
  public func actuatorEffort(joint effort: Double, at joint: Double) -> Double {
    effort / rate(joint: joint)
  }
}
