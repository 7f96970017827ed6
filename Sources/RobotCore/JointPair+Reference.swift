internal import RobotControl
internal import RobotUnits

extension JointPair {
  /// The reference is where the joint is.
  @_noAllocation @_noLocks @inline(__always)
  mutating func rest() {
    limiter.reset(position: measured)
    goal = measured
  }

  /// The reference begins where the joint is, at rest, without history: for joints of `mask`.
  @_noAllocation @_noLocks @inline(__always)
  mutating func seed(where mask: PairMask) {
    limiter.reset(position: measured, where: mask)
    law.reset(where: mask)
    oscillation.reset(offset: .zero, where: mask)
    fold.reset(where: mask)
    fed.replace(with: 0, where: mask)
    rampTime.replace(with: 0, where: mask)
    overSpeedRun.replace(with: 0, where: mask)
    followingErrorTime.replace(with: 0, where: mask)
  }

  /// Lets the gains grow; says whether they are up.
  @_noAllocation @_noLocks @inline(__always)
  mutating func rampUp(_ safety: SafetyConfiguration, period: Double) -> Bool {
    rampTime.replace(with: rampTime + period, where: rampTime .< safety.armingTime)
    return RealtimeMath.both(rampTime .>= safety.armingTime)
  }

  /// Brings the references to rest, and keeps them there: the acceleration of the last cycle ends with
  /// the motion. Says whether both are at rest.
  @_noAllocation @_noLocks @inline(__always)
  mutating func brake(isLost: Bool, period: Double) -> Bool {
    limiter.brake(bounds: bounds, period: period)
    if isLost {
      // Nobody holds these joints, so their reference goes with them.
      limiter.reset(position: bounds.nearest(measured), where: letsGo .> 0)
    }
    goal = limiter.position
    return limiter.isAtRest(bounds: bounds, period: period)
  }

  /// A step along the motion.
  @_noAllocation @_noLocks @inline(__always)
  mutating func move(to point: MotionPointPair, period: Double) {
    limits = limiter.update(
      target: point.position, targetVelocity: point.velocity, bounds: bounds, period: period)
    goal = limiter.position
  }

  /// A step towards the targets of the stream.
  @_noAllocation @_noLocks @inline(__always)
  mutating func follow(_ target: TargetPair, period: Double) {
    let velocity = RealtimeMath.select(
      target.velocity .== target.velocity, target.velocity, .zero)
    // Without stiffness nothing holds the joint to a position: the reference goes along with it, so
    // that no distance builds up that a later stop would have to make good.
    let isFree = target.kp .<= 0
    let before = limiter.position
    let position = RealtimeMath.select(
      isFree .| (target.position .!= target.position), before + velocity * period,
      target.position)
    limits = limiter.update(
      target: position, targetVelocity: velocity, bounds: bounds, period: period)
    if RealtimeMath.either(isFree) {
      // Whoever leads the joint by hand is not slowed: a distance would build up.
      var free = bounds
      free.velocity = velocityLimit
      limiter.follow(
        position: measured, from: before, bounds: free, period: period, where: isFree)
    }
    goal = limiter.position
  }

  /// Jogs and rests: to the goal, a jog no faster than it was asked to be. Says whether it is there.
  @_noAllocation @_noLocks @inline(__always)
  mutating func approachGoal(isJog: Bool, period: Double) -> Bool {
    var bounds = bounds
    if isJog {
      bounds.velocity.replace(
        with: jogSpeed, where: (jogSpeed .> 0) .& (jogSpeed .< bounds.velocity))
    }
    _ = limiter.update(target: goal, targetVelocity: .zero, bounds: bounds, period: period)
    // A joint that was armed on its stop comes to rest inside.
    return RealtimeMath.both(
      (RealtimeMath.magnitude(bounds.nearest(goal) - limiter.position) .<= 1e-9)
        .& (RealtimeMath.magnitude(limiter.velocity) .<= 1e-6))
  }
}
