internal import RobotUnits

/// Keeps a reference inside position, velocity and acceleration bounds, whatever is asked.
///
/// Each cycle the reference moves towards the target with the greatest velocity from which it still
/// meets the target at the target's velocity, and never faster than it could stop at the position
/// bounds (the exact discrete form of the time-optimal braking parabola: no overshoot beyond rounding).
/// A target that itself moves within the bounds and tells its velocity passes unchanged, without lag.
/// Real-time: yes.
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

  /// Puts the reference as near to `target` as one cycle from `before` allows, without changing its
  /// velocity: for a joint that is not held to a position.
  @_noAllocation @_noLocks
  public mutating func follow(
    position target: Double, from before: Double, bounds: Bounds, period: Double
  ) {
    let inside = min(max(target, bounds.lower), bounds.upper)
    position = before + RealtimeMath.clamp(inside - before, within: bounds.velocity * period)
  }

  /// Moves the reference by one cycle of `period` s towards `target`, which moves at `targetVelocity`.
  @_noAllocation @_noLocks
  public mutating func update(
    target: Double, targetVelocity: Double, bounds: Bounds, period: Double
  ) -> LimitFlags {
    var limits = LimitFlags()
    var goal = target
    var goalVelocity = RealtimeMath.clamp(targetVelocity, within: bounds.velocity)
    if goal - goal != 0 || targetVelocity != targetVelocity {
      // Not a number, or no place to go to: the reference brakes.
      limits.insert(.position)
      goal = position
      goalVelocity = 0
    } else if goal < bounds.lower || goal > bounds.upper {
      limits.insert(.position)
      goal = min(max(goal, bounds.lower), bounds.upper)
      goalVelocity = 0
    }
    let step = bounds.acceleration * period
    let wanted = (goal - position) / period
    // Seen from the target, which moves by `goalVelocity * period` in this cycle.
    let distance = goal - position - goalVelocity * period
    let approach = brakingSpeed(abs(distance), step: step, period: period)
    var next = goalVelocity + (distance < 0 ? -approach : approach)
    next = RealtimeMath.clamp(next, within: bounds.velocity)
    next = min(next, brakingSpeed(bounds.upper - position, step: step, period: period))
    next = max(next, -brakingSpeed(position - bounds.lower, step: step, period: period))
    if abs(wanted) > bounds.velocity * 1.000_001 { limits.insert(.velocity) }
    if abs(wanted - velocity) > step * 1.000_001 { limits.insert(.acceleration) }
    let reachable = velocity + RealtimeMath.clamp(next - velocity, within: step)
    move(to: reachable, bounds: bounds, period: period)
    return limits
  }

  /// Brings the reference to rest with the greatest deceleration.
  @_noAllocation @_noLocks
  public mutating func brake(bounds: Bounds, period: Double) {
    let step = bounds.acceleration * period
    move(to: velocity - RealtimeMath.clamp(velocity, within: step), bounds: bounds, period: period)
  }

  /// The greatest speed from which the reference stops within `distance` rad in whole cycles, this one
  /// included, slower by `step` in each: with n cycles `d = n v T - n (n - 1) / 2 step T`, and n the
  /// least for which the last speed is no more than `step`.
  @_noAllocation @_noLocks
  private func brakingSpeed(_ distance: Double, step: Double, period: Double) -> Double {
    guard distance > 0 else { return 0 }
    let root = RealtimeMath.squareRoot(1 + 8 * distance / (step * period))
    let cycles = 0.5 * (root - 1)
    // Beyond, whole cycles make no difference, and `Int` would not hold them.
    guard cycles < 1e9 else { return step * cycles }
    let floor = Double(Int(cycles))
    let whole = max(floor < cycles ? floor + 1 : floor, 1)
    return distance / (whole * period) + 0.5 * step * (whole - 1)
  }

  @_noAllocation @_noLocks
  private mutating func move(to next: Double, bounds: Bounds, period: Double) {
    acceleration = (next - velocity) / period
    velocity = next
    // For rounding only. A reference that begins outside comes back at its own speed: no jump.
    let highest = max(bounds.upper, position)
    let lowest = min(bounds.lower, position)
    position = min(max(position + next * period, lowest), highest)
  }
}
