internal import RobotControl
internal import RobotUnits

/// How joints that are outside their limits come back.
struct Recovery: BitwiseCopyable, Sendable {
  /// Whether the robot was armed for it, and has not ended it.
  var isOn = false
  /// Whether the gains are up and the references on their way.
  var isMoving = false
  /// For how long the references have been inside and joints outside [s].
  var waited = 0.0

  @_noAllocation @_noLocks
  init() {}
}

// The one way back for joints that are outside their limits: armed on request, slowly, inwards only, nothing else
// moves, and no command is taken until all are inside.
extension ControlCycle {
  /// From now on joints that are outside may be there, and no further out.
  @_noAllocation @_noLocks
  mutating func beginRecovery() {
    recovery = Recovery()
    recovery.isOn = true
    for index in 0..<pairs.count {
      let (own, reach) = (ownBounds(index), armingMargins(index))
      pairs[index].outerUpper = RealtimeMath.greatest(
        own.upper + pairs[index].margins.position, pairs[index].measured + reach)
      pairs[index].outerLower = RealtimeMath.least(
        own.lower - pairs[index].margins.position, pairs[index].measured - reach)
    }
  }

  /// What is behind a joint that comes back is closed again.
  @_noAllocation @_noLocks
  mutating func follow(recovery isOver: Bool) {
    for index in 0..<pairs.count {
      let (own, reach) = (ownBounds(index), armingMargins(index))
      var upper = own.upper + pairs[index].margins.position
      var lower = own.lower - pairs[index].margins.position
      if !isOver {
        let pair = pairs[index]
        upper = RealtimeMath.greatest(
          upper, RealtimeMath.least(pair.outerUpper, pair.measured + reach))
        lower = RealtimeMath.least(
          lower, RealtimeMath.greatest(pair.outerLower, pair.measured - reach))
      }
      pairs[index].outerUpper = upper
      pairs[index].outerLower = lower
    }
    if isOver { recovery = Recovery() }
  }

  /// A cycle of the way back; ends it once every joint is inside. Who does not get inside is a fault.
  @_noAllocation @_noLocks
  mutating func moveInside(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    var (isAtRest, outside) = (true, -1)
    for index in 0..<pairs.count {
      var bounds = pairs[index].bounds
      bounds.velocity = bounds.velocity * safety.degradedSpeed
      let inset = RealtimeMath.least(armingMargins(index), 0.25 * (bounds.upper - bounds.lower))
      let target = RealtimeMath.greatest(
        RealtimeMath.least(pairs[index].goal, bounds.upper - inset), bounds.lower + inset)
      let isOutside = (pairs[index].goal .> bounds.upper) .| (pairs[index].goal .< bounds.lower)
      let wanted = RealtimeMath.select(isOutside, target, pairs[index].limiter.position)
      _ = pairs[index].limiter.update(
        target: wanted, targetVelocity: .zero, bounds: bounds, period: period)
      if !pairs[index].limiter.isAtRest(bounds: bounds, period: period) { isAtRest = false }
      if outside < 0 { outside = outsideJoint(index) }
    }
    recovery.waited = isAtRest ? recovery.waited + period : 0
    guard isAtRest else { return }
    guard outside < 0 else {
      guard recovery.waited > safety.holdTime else { return }
      let measured = pairs[outside >> 1].measured[outside & 1]
      let bounds = joints[outside].bounds
      latch(
        .positionLimit, joint: outside, value: measured,
        limit: measured > bounds.upper ? bounds.upper : bounds.lower, cycle, &verdict)
      return
    }
    for index in 0..<pairs.count { pairs[index].goal = pairs[index].limiter.position }
    follow(recovery: true)
    endRamp(cycle, input, &verdict)
  }

  /// The first joint of pair `index` that stands further outside than it may be armed, or -1.
  @_noAllocation @_noLocks
  private func outsideJoint(_ index: Int) -> Int {
    for lane in 0..<2 where 2 * index + lane < jointCount && isOutside(2 * index + lane) {
      return 2 * index + lane
    }
    return -1
  }

  /// Whether `joint` stands further outside its limits than it may be armed.
  @_noAllocation @_noLocks
  func isOutside(_ joint: Int) -> Bool {
    let bounds = joints[joint].bounds
    let position = pairs[joint >> 1].measured[joint & 1]
    let margin = safety.armingMargin * joints[joint].lever
    return position < bounds.lower - margin || position > bounds.upper + margin
  }

  @_noAllocation @_noLocks
  private func ownBounds(_ index: Int) -> (lower: Pair, upper: Pair) {
    let first = joints[2 * index].bounds
    // Beside the last of an odd number of joints nothing moves.
    guard 2 * index + 1 < jointCount else {
      return (Pair(first.lower, -.infinity), Pair(first.upper, .infinity))
    }
    let second = joints[2 * index + 1].bounds
    return (Pair(first.lower, second.lower), Pair(first.upper, second.upper))
  }

  @_noAllocation @_noLocks
  private func armingMargins(_ index: Int) -> Pair {
    let second = 2 * index + 1 < jointCount ? joints[2 * index + 1].lever : 1
    return Pair(joints[2 * index].lever, second) * safety.armingMargin
  }
}
