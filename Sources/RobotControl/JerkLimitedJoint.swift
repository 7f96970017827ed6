internal import RobotUnits

/// One joint's reference and bounds with time counted in cycles, see `DoubleSBrake`. Chooses the
/// acceleration of the next cycle. Real-time: yes.
struct JerkLimitedJoint: BitwiseCopyable {
  private let position: Double
  private let velocity: Double
  private let present: Double
  private let lower: Double
  private let upper: Double
  private let greatestVelocity: Double
  private let isNearBound: Bool
  private let acceleration: Double
  private let brakes: DoubleSBrake
  /// What the sums of positions and velocities do not tell apart.
  private let rounding: Double

  @_noAllocation @_noLocks
  init(
    _ limiter: ReferenceLimiter, _ lane: Int, bounds: ReferenceLimiter.BoundsPair, period: Double
  ) {
    position = limiter.position[lane]
    velocity = limiter.velocity[lane] * period
    present = limiter.acceleration[lane] * period * period
    lower = bounds.lower[lane]
    upper = bounds.upper[lane]
    greatestVelocity = bounds.velocity[lane] * period
    acceleration = bounds.acceleration[lane] * period * period
    rounding = 2e-16 * (abs(position) + greatestVelocity)
    let clearance = bounds.jerkClearance[lane]
    isNearBound = !(upper - position >= clearance && position - lower >= clearance)
    brakes = DoubleSBrake(
      jerk: bounds.jerk[lane] * period * period * period, deceleration: acceleration,
      reverseDeceleration: acceleration)
  }

  /// A target whose velocity changes by more in a cycle has jumped: one that keeps to the limits does not, told
  /// from velocities at the ends of the cycles.
  var greatestChange: Double {
    @_noAllocation @_noLocks get { acceleration + 2 * brakes.jerk }
  }

  /// Where a target is at the end of this cycle, and how it moved in it.
  struct Target: BitwiseCopyable {
    let position: Double
    let velocity: Double
    let acceleration: Double

    @_noAllocation @_noLocks
    init(position: Double, velocity: Double, acceleration: Double) {
      self.position = position
      self.velocity = velocity
      self.acceleration = acceleration
    }
  }

  /// On the stop. Where its end would be beyond a bound by rounding, which adds up, a little more.
  @_noAllocation @_noLocks
  func brake() -> Double {
    let next = brakes.next(velocity: velocity, acceleration: present)
    guard isNearBound else { return next }
    let end =
      position + velocity + next
      + brakes.stop(velocity: velocity + next, acceleration: next).way
    let beyond = max(end - upper, lower - end)
    return beyond > 0 && beyond < 1e5 * rounding ? bounded(next) : next
  }

  /// The stop from here.
  @_noAllocation @_noLocks
  func stop() -> DoubleSBrake.Stop { brakes.stop(velocity: velocity, acceleration: present) }

  /// Bounds of the way that the stop from here takes.
  @_noAllocation @_noLocks
  func reach() -> (least: Double, greatest: Double) {
    let way = stop().way
    // A velocity that is turned by the present acceleration is 0 before that is.
    let turn = velocity * (abs(present) / brakes.jerk + 1)
    return (min(min(way, turn), 0), max(max(way, turn), 0))
  }

  /// To a velocity, wherever that leads.
  @_noAllocation @_noLocks
  func follow(velocity target: Double) -> Double {
    bounded(brakes.next(velocity: velocity - target, acceleration: present))
  }

  /// To a target: after the cycle the stop relative to it ends at it.
  @_noAllocation @_noLocks
  func approach(_ target: Target) -> Double {
    // Seen from a target that accelerates, one side brakes better.
    let least = 0.25 * acceleration
    let relative = StopEnd(
      distance: position + velocity - target.position, velocity: velocity - target.velocity,
      acceleration: target.acceleration,
      brakes: DoubleSBrake(
        jerk: brakes.jerk, deceleration: max(acceleration + target.acceleration, least),
        reverseDeceleration: max(acceleration - target.acceleration, least)),
      rounding: rounding)
    let (low, high) = range()
    // This cycle is enough, as on the way along a stream or a motion.
    let hit = target.position - position - velocity
    if hit >= low, hit <= high, relative.way(after: hit) == 0 { return bounded(hit) }
    let (below, above) = (relative.end(after: low), relative.end(after: high))
    if above <= 0 { return bounded(high) }
    if below >= 0 { return bounded(low) }
    return bounded(relative.root(low, below, high, above))
  }

  /// The accelerations that jerk, acceleration and velocity allow; the first two always hold.
  @_noAllocation @_noLocks
  private func range() -> (low: Double, high: Double) {
    let least = max(present - brakes.jerk, -acceleration)
    let greatest = min(present + brakes.jerk, acceleration)
    let high = min(greatest, brakes.signedFirstStep(greatestVelocity - velocity))
    let low = max(least, -brakes.signedFirstStep(greatestVelocity + velocity))
    // A bound that came nearer: back to it as fast as can be. Outside of both there is no choice either.
    return (min(low, greatest), max(high, least))
  }

  /// The nearest to `wanted` after which the stop still ends inside the position bounds, where there is one.
  @_noAllocation @_noLocks
  private func bounded(_ wanted: Double) -> Double {
    let (low, high) = range()
    let chosen = max(min(wanted, high), low)
    guard isNearBound else { return chosen }
    let over = StopEnd(
      distance: position + velocity - upper, velocity: velocity, acceleration: 0, brakes: brakes,
      rounding: rounding)
    let beyond = over.end(after: chosen)
    if beyond > 4 * rounding {
      let least = over.end(after: low)
      return least >= 0 ? low : over.root(low, least, chosen, beyond)
    }
    let under = StopEnd(
      distance: position + velocity - lower, velocity: velocity, acceleration: 0, brakes: brakes,
      rounding: rounding)
    let short = under.end(after: chosen)
    if short < -4 * rounding {
      let most = under.end(after: high)
      return most <= 0 ? high : under.root(chosen, short, high, most)
    }
    return chosen
  }
}
