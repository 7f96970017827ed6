public import RobotUnits

// A joint whose jerk is limited too. Its states are those from which it can stop inside its bounds; of all
// accelerations that the jerk allows it takes the one after which the stop ends at the target. The place
// where a stop ends grows with the acceleration, so there is one.
extension ReferenceLimiter {
  /// `update` where at least one of the two has a jerk limit.
  @_noAllocation @_noLocks @usableFromInline
  mutating func updateJerk(
    target: Pair, targetVelocity: Pair, bounds: BoundsPair, period: Double
  ) -> LimitFlagsPair {
    let before = self
    var limits = approach(
      target: target, targetVelocity: targetVelocity, bounds: bounds, period: period)
    let wanted = ((target - before.position) / period - before.velocity) / period
    limits.insert(
      .jerk,
      where: RealtimeMath.magnitude(wanted - before.acceleration)
        .> bounds.jerk * (1.000_001 * period))
    let isNowhere = (target - target .!= 0) .| (targetVelocity .!= targetVelocity)
    let isOutside = (target .< bounds.lower) .| (target .> bounds.upper)
    let isCarried = before.position + targetVelocity * period .== target
    let speed = RealtimeMath.select(
      isNowhere .| isOutside, .zero, RealtimeMath.clamp(targetVelocity, within: bounds.velocity))
    let flags = RealtimeMath.select(isCarried, Pair(repeating: 2), Pair(repeating: 1))
    let modes = RealtimeMath.select(isNowhere, .zero, flags)
    let goal = bounds.nearest(target)
    for lane in 0..<2 where bounds.jerk[lane] < .infinity {
      let joint = JerkLimitedJoint(before, lane, bounds: bounds, period: period)
      let next: Double
      if modes[lane] == 0 {
        noteTarget(lane, velocity: 0, change: 0)
        next = joint.brake()
      } else {
        let told = (speed[lane] - before.targetVelocity[lane]) * period
        let change = abs(told) <= joint.greatestChange ? told : 0
        let past = before.targetVelocityChange[lane]
        noteTarget(lane, velocity: speed[lane], change: change)
        next =
          modes[lane] == 2
          ? joint.follow(velocity: speed[lane] * period)
          : joint.approach(
            JerkLimitedJoint.Target(
              position: goal[lane], velocity: speed[lane] * period - 0.5 * change,
              acceleration: 0.5 * (change + past)))
      }
      move(lane, from: before, by: next, bounds: bounds, period: period)
    }
    return limits
  }

  /// `brake` where at least one of the two has a jerk limit.
  @_noAllocation @_noLocks @usableFromInline
  mutating func brakeJerk(bounds: BoundsPair, period: Double) {
    let before = self
    brakeAtOnce(bounds: bounds, period: period)
    for lane in 0..<2 where bounds.jerk[lane] < .infinity {
      noteTarget(lane, velocity: 0, change: 0)
      let joint = JerkLimitedJoint(before, lane, bounds: bounds, period: period)
      move(lane, from: before, by: joint.brake(), bounds: bounds, period: period)
    }
  }

  /// `follow` only so far that its velocity can still be stopped inside the bounds.
  @_noAllocation @_noLocks @usableFromInline
  mutating func keepStoppable(
    from before: Pair, bounds: BoundsPair, period: Double, where mask: PairMask
  ) {
    for lane in 0..<2 where mask[lane] {
      let (least, greatest) = stoppingReach(lane, bounds: bounds, period: period)
      // Its own way of this cycle always leads to where it can stop.
      let own = before[lane] + velocity[lane] * period
      let highest = max(bounds.upper[lane] - greatest, own)
      let lowest = min(bounds.lower[lane] - least, own)
      currentPosition[lane] = max(min(currentPosition[lane], highest), lowest)
    }
  }

  /// `isAtRest` where at least one of the two has a jerk limit.
  @_noAllocation @_noLocks @usableFromInline
  func isAtRestWithJerk(bounds: BoundsPair, period: Double) -> Bool {
    RealtimeMath.both(
      (velocity .== 0)
        .& ((RealtimeMath.magnitude(acceleration) .<= bounds.jerk * (1.000_001 * period))
          .| (bounds.jerk .== .infinity)))
  }

  /// How many cycles each of the two needs to come to rest by itself; rounding may add a few.
  @_noAllocation @_noLocks
  public func brakingCycles(bounds: BoundsPair, period: Double) -> Pair {
    var cycles = RealtimeMath.magnitude(velocity) / (bounds.acceleration * period) + 1
    guard bounds.hasJerk else { return cycles }
    for lane in 0..<2 where bounds.jerk[lane] < .infinity {
      cycles[lane] =
        JerkLimitedJoint(self, lane, bounds: bounds, period: period).stop().cycles + 1
    }
    return cycles
  }

  @_noAllocation @_noLocks
  private mutating func noteTarget(_ lane: Int, velocity: Double, change: Double) {
    targetVelocity[lane] = velocity
    targetVelocityChange[lane] = change
  }

  /// Moves joint `lane` from where it was `before` with `acceleration` rad per cycle^2.
  @_noAllocation @_noLocks
  private mutating func move(
    _ lane: Int, from before: ReferenceLimiter, by acceleration: Double, bounds: BoundsPair,
    period: Double
  ) {
    // So that a velocity that is taken back as a whole is 0.
    let wanted = (before.velocity[lane] * period + acceleration) / period
    // For rounding only, like the position: a bound that was lowered is passed until the acceleration has
    // been taken back.
    let present = before.acceleration[lane]
    let change = bounds.jerk[lane] * period
    let carried = abs(
      before.velocity[lane] + (present - max(min(present, change), -change)) * period)
    let isPassed = carried > bounds.velocity[lane] * 1.000_000_001
    // One that was reached before it was lowered is not passed by rounding.
    let ceiling = bounds.ceiling[lane]
    let rounded = carried > ceiling * 1.000_000_000_001 ? carried : min(carried, ceiling)
    let most = isPassed ? rounded : bounds.velocity[lane]
    let next = max(min(wanted, most), -most)
    currentVelocity[lane] = next
    currentAcceleration[lane] = (next - before.velocity[lane]) / period
    let position = before.position[lane]
    currentPosition[lane] = max(
      min(position + next * period, max(bounds.upper[lane], position)),
      min(bounds.lower[lane], position))
  }
}
