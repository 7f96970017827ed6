public import RobotUnits

/// Keeps the references of two joints inside position, velocity and acceleration bounds, and jerk bounds
/// where there are some, whatever is asked.
///
/// Each cycle the reference moves towards the target with the greatest velocity from which it still
/// meets the target at the target's velocity, and never faster than it could stop at the position
/// bounds (the exact discrete form of the time-optimal braking parabola: no overshoot beyond rounding).
/// A target that itself moves within the bounds and tells its velocity passes unchanged, without lag.
/// With a jerk bound the braking parabola is that of a double-S profile, see `DoubleSBrake`.
/// Real-time: yes.
public struct ReferenceLimiter: BitwiseCopyable, Sendable {
  /// The bounds of one joint, in rad, rad/s, rad/s^2 and rad/s^3; all but the positions greater than 0.
  public struct Bounds: BitwiseCopyable, Hashable, Sendable {
    /// Least position [rad].
    public var lower: Double
    /// Greatest position [rad].
    public var upper: Double
    /// Greatest speed [rad/s].
    public var velocity: Double
    /// Greatest acceleration [rad/s^2].
    public var acceleration: Double
    /// Greatest jerk [rad/s^3]; infinity where it is not limited.
    public var jerk: Double

    /// Bounds in SI units.
    public init(
      lower: Double, upper: Double, velocity: Double, acceleration: Double,
      jerk: Double = .infinity
    ) {
      self.lower = lower
      self.upper = upper
      self.velocity = velocity
      self.acceleration = acceleration
      self.jerk = jerk
    }
  }

  /// The bounds of two joints, in the units of `Bounds`.
  public struct BoundsPair: BitwiseCopyable, Sendable {
    /// Least position.
    public var lower: Pair
    /// Greatest position.
    public var upper: Pair
    /// Greatest speed.
    public var velocity: Pair
    /// Greatest acceleration.
    public var acceleration: Pair
    /// The greatest speed at first: `velocity` may be lowered while a reference moves at it.
    let ceiling: Pair
    /// So far from a bound, it does not matter: from the greatest speed r steps of `acceleration *
    /// period` a joint stops within (r + 1/2)^2 / 2 of them times the period. Rounded up.
    @usableFromInline let clearance: Pair
    /// Greatest jerk; infinity where it is not limited.
    public let jerk: Pair
    /// Whether one of the two has a jerk bound.
    @usableFromInline let hasJerk: Bool
    /// `clearance` of a joint with a jerk bound: it stops in no more than velocity over acceleration and
    /// acceleration over jerk, having first taken its acceleration back.
    let jerkClearance: Pair

    /// The bounds of `first` and `second`, in cycles of `period` s.
    public init(_ first: Bounds, _ second: Bounds, period: Double) {
      lower = Pair(first.lower, second.lower)
      upper = Pair(first.upper, second.upper)
      velocity = Pair(first.velocity, second.velocity)
      acceleration = Pair(first.acceleration, second.acceleration)
      ceiling = velocity
      let step = acceleration * period
      let steps = velocity / step + 1
      clearance = 0.500_5 * steps * steps * step * period
      jerk = Pair(first.jerk, second.jerk)
      hasJerk = first.jerk < .infinity || second.jerk < .infinity
      jerkClearance = velocity * (velocity / acceleration + 2 * acceleration / jerk + 4 * period)
    }

    /// The nearest position inside.
    @_noAllocation @_noLocks @inlinable @inline(__always)
    public func nearest(_ position: Pair) -> Pair {
      RealtimeMath.least(RealtimeMath.greatest(position, lower), upper)
    }
  }

  /// The reference position [rad].
  @inlinable public var position: Pair {
    @_noAllocation @_noLocks get { currentPosition }
  }
  /// The reference velocity [rad/s].
  @inlinable public var velocity: Pair {
    @_noAllocation @_noLocks get { currentVelocity }
  }
  /// The acceleration of the last cycle [rad/s^2].
  @inlinable public var acceleration: Pair {
    @_noAllocation @_noLocks get { currentAcceleration }
  }
  @usableFromInline var currentPosition = Pair.zero
  @usableFromInline var currentVelocity = Pair.zero
  @usableFromInline var currentAcceleration = Pair.zero
  /// Of a joint with a jerk bound: the target's velocity in the last cycle [rad/s] ...
  @usableFromInline var targetVelocity = Pair.zero
  /// ... and how it changed in it [rad per cycle^2].
  @usableFromInline var targetVelocityChange = Pair.zero

  /// A limiter at rest at 0.
  public init() {}

  /// Puts the reference at rest at `position`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func reset(position: Pair) {
    currentPosition = position
    currentVelocity = .zero
    currentAcceleration = .zero
    targetVelocity = .zero
    targetVelocityChange = .zero
  }

  /// Puts the reference at rest at `position` where `mask` is set.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func reset(position: Pair, where mask: PairMask) {
    currentPosition.replace(with: position, where: mask)
    currentVelocity.replace(with: 0, where: mask)
    currentAcceleration.replace(with: 0, where: mask)
    targetVelocity.replace(with: 0, where: mask)
    targetVelocityChange.replace(with: 0, where: mask)
  }

  /// Takes the reference of `other` where `mask` is set.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func replace(with other: ReferenceLimiter, where mask: PairMask) {
    currentPosition.replace(with: other.position, where: mask)
    currentVelocity.replace(with: other.velocity, where: mask)
    currentAcceleration.replace(with: other.acceleration, where: mask)
    targetVelocity.replace(with: other.targetVelocity, where: mask)
    targetVelocityChange.replace(with: other.targetVelocityChange, where: mask)
  }

  /// Where `mask` is set, puts the reference as near to `target` as one cycle from `before` allows,
  /// without changing its velocity: for a joint that is not held to a position.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func follow(
    position target: Pair, from before: Pair, bounds: BoundsPair, period: Double,
    where mask: PairMask
  ) {
    let way = RealtimeMath.clamp(
      bounds.nearest(target) - before, within: bounds.velocity * period)
    currentPosition.replace(with: before + way, where: mask)
    keepStoppable(from: before, bounds: bounds, period: period, where: mask)
  }

  /// Moves the reference by one cycle of `period` s towards `target`, which moves at `targetVelocity`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func update(
    target: Pair, targetVelocity: Pair, bounds: BoundsPair, period: Double
  ) -> LimitFlagsPair {
    if bounds.hasJerk {
      return updateJerk(
        target: target, targetVelocity: targetVelocity, bounds: bounds, period: period)
    }
    return approach(
      target: target, targetVelocity: targetVelocity, bounds: bounds, period: period)
  }

  /// `update` without jerk bounds.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  mutating func approach(
    target: Pair, targetVelocity: Pair, bounds: BoundsPair, period: Double
  ) -> LimitFlagsPair {
    var limits = LimitFlagsPair()
    // Not a number, or no place to go to: the reference brakes.
    let isNowhere = (target - target .!= 0) .| (targetVelocity .!= targetVelocity)
    let isOutside = (target .< bounds.lower) .| (target .> bounds.upper)
    limits.insert(.position, where: isNowhere .| isOutside)
    let goal = RealtimeMath.select(isNowhere, position, bounds.nearest(target))
    var goalVelocity = RealtimeMath.clamp(targetVelocity, within: bounds.velocity)
    goalVelocity.replace(with: 0, where: isNowhere .| isOutside)
    let step = bounds.acceleration * period
    let wanted = (goal - position) / period
    // Seen from the target, which moves by `goalVelocity * period` in this cycle.
    let distance = goal - position - goalVelocity * period
    let approach = Self.brakingSpeed(RealtimeMath.magnitude(distance), step: step, period: period)
    var next =
      goalVelocity + RealtimeMath.select(distance .< 0, RealtimeMath.negate(approach), approach)
    next = RealtimeMath.clamp(next, within: bounds.velocity)
    let above = bounds.upper - position
    let below = position - bounds.lower
    if !RealtimeMath.both((above .>= bounds.clearance) .& (below .>= bounds.clearance)) {
      next = RealtimeMath.least(next, Self.brakingSpeed(above, step: step, period: period))
      next = RealtimeMath.greatest(
        next, RealtimeMath.negate(Self.brakingSpeed(below, step: step, period: period)))
    }
    limits.insert(.velocity, where: RealtimeMath.magnitude(wanted) .> bounds.velocity * 1.000_001)
    limits.insert(
      .acceleration, where: RealtimeMath.magnitude(wanted - velocity) .> step * 1.000_001)
    let reachable = velocity + RealtimeMath.clamp(next - velocity, within: step)
    move(to: reachable, bounds: bounds, period: period)
    return limits
  }

  /// Brings the reference to rest with the greatest deceleration.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func brake(bounds: BoundsPair, period: Double) {
    if bounds.hasJerk { return brakeJerk(bounds: bounds, period: period) }
    brakeAtOnce(bounds: bounds, period: period)
  }

  /// `brake` without jerk bounds.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  mutating func brakeAtOnce(bounds: BoundsPair, period: Double) {
    let step = bounds.acceleration * period
    move(to: velocity - RealtimeMath.clamp(velocity, within: step), bounds: bounds, period: period)
  }

  /// The greatest speed from which the reference stops within `distance` rad in whole cycles, this one
  /// included, slower by `step` in each: with n cycles `d = n v T - n (n - 1) / 2 step T`, and n the
  /// least for which the last speed is no more than `step`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func brakingSpeed(_ distance: Pair, step: Pair, period: Double) -> Pair {
    // This cycle is enough, as on the way along a stream or a motion: what is below gives the same.
    if RealtimeMath.both(distance .<= step * period) {
      return RealtimeMath.select(distance .> 0, distance / period, .zero)
    }
    let root = RealtimeMath.squareRoot(1 + 8 * distance / (step * period))
    let cycles = 0.5 * (root - 1)
    let whole = RealtimeMath.greatest(RealtimeMath.ceiling(cycles), Pair(repeating: 1))
    let speed = distance / (whole * period) + 0.5 * step * (whole - 1)
    // Beyond, whole cycles make no difference, and a Double would not hold them.
    let far = RealtimeMath.select(cycles .< 1e9, speed, step * cycles)
    return RealtimeMath.select(distance .> 0, far, .zero)
  }

  @_noAllocation @_noLocks @inlinable @inline(__always)
  mutating func move(to next: Pair, bounds: BoundsPair, period: Double) {
    currentAcceleration = (next - velocity) / period
    currentVelocity = next
    // For rounding only. A reference that begins outside comes back at its own speed: no jump.
    let highest = RealtimeMath.greatest(bounds.upper, position)
    let lowest = RealtimeMath.least(bounds.lower, position)
    currentPosition = RealtimeMath.least(
      RealtimeMath.greatest(position + next * period, lowest), highest)
  }
}
