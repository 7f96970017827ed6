internal import RobotUnits

/// Keeps a reference inside position, velocity and acceleration bounds, whatever is asked.
///
/// Each cycle the reference moves towards the target with the greatest velocity from which it can
/// still stop there: `v <= v_target + sqrt((a T / 2)^2 + 2 a d) - a T / 2` for the distance d (the
/// discrete form of the time-optimal braking parabola). A target that itself moves within the bounds
/// passes unchanged, without lag. Real-time: yes.
public struct ReferenceLimiter: BitwiseCopyable, Sendable {
  /// The bounds, in rad, rad/s and rad/s^2; velocity and acceleration greater than 0.
  public struct Bounds: BitwiseCopyable, Hashable, Sendable {
    /// Least position [rad].
    public var lower: Double
    /// Greatest position [rad].
    public var upper: Double
    /// Greatest speed [rad/s].
    public var velocity: Double
    /// Greatest acceleration [rad/s^2].
    public var acceleration: Double

    /// Bounds in SI units.
    public init(lower: Double, upper: Double, velocity: Double, acceleration: Double) {
      self.lower = lower
      self.upper = upper
      self.velocity = velocity
      self.acceleration = acceleration
    }
  }

  /// The reference position [rad].
  public private(set) var position = 0.0
  /// The reference velocity [rad/s].
  public private(set) var velocity = 0.0
  /// The acceleration of the last cycle [rad/s^2].
  public private(set) var acceleration = 0.0

  /// A limiter at rest at 0.
  public init() {}

  /// Puts the reference at rest at `position`.
  @_noAllocation @_noLocks
  public mutating func reset(position: Double) {
    self.position = position
    velocity = 0
    acceleration = 0
  }

  /// Moves the reference by one cycle of `period` s towards `target`, which moves at `targetVelocity`.
  @_noAllocation @_noLocks
  public mutating func update(
    target: Double, targetVelocity: Double, bounds: Bounds, period: Double
  ) -> LimitFlags {
    var limits = LimitFlags()
    var goal = target
    var goalVelocity = targetVelocity
    if !(goal >= bounds.lower) || goal > bounds.upper || goalVelocity != goalVelocity {
      // NaN compares false and ends here too: the reference then stays where it is.
      limits.insert(.position)
      goal =
        goal > bounds.upper ? bounds.upper : (goal < bounds.lower ? bounds.lower : position)
      goalVelocity = 0
    }
    let distance = goal - position
    let wanted = distance / period
    var next = wanted
    // Outside this band the reference could not come to the target's velocity in time.
    let step = bounds.acceleration * period
    let brake = brakingVelocity(distance: distance, bounds: bounds, step: step)
    if distance >= 0 {
      next = min(next, goalVelocity + brake)
    } else {
      next = max(next, goalVelocity - brake)
    }
    let bounded = RealtimeMath.clamp(next, within: bounds.velocity)
    if abs(wanted) > bounds.velocity * 1.000_001 { limits.insert(.velocity) }
    let reachable = velocity + RealtimeMath.clamp(bounded - velocity, within: step)
    if abs(wanted - velocity) > step * 1.000_001 { limits.insert(.acceleration) }
    move(to: reachable, bounds: bounds, period: period)
    return limits
  }

  /// Brings the reference to rest with the greatest deceleration.
  @_noAllocation @_noLocks
  public mutating func brake(bounds: Bounds, period: Double) {
    let step = bounds.acceleration * period
    move(to: velocity - RealtimeMath.clamp(velocity, within: step), bounds: bounds, period: period)
  }

  @_noAllocation @_noLocks
  private func brakingVelocity(distance: Double, bounds: Bounds, step: Double) -> Double {
    let half = step * 0.5
    return RealtimeMath.squareRoot(half * half + 2 * bounds.acceleration * abs(distance)) - half
  }

  @_noAllocation @_noLocks
  private mutating func move(to next: Double, bounds: Bounds, period: Double) {
    acceleration = (next - velocity) / period
    velocity = next
    position = min(max(position + next * period, bounds.lower), bounds.upper)
  }
}
