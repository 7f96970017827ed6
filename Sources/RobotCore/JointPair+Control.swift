internal import RobotControl
internal import RobotUnits

/// The stream's targets of two joints.
struct TargetPair {
  let position: Pair
  let velocity: Pair
  let kp: Pair
  let kd: Pair
  let feedForward: Pair

  @_noAllocation @_noLocks
  init(_ first: JointTarget, _ second: JointTarget) {
    position = Pair(first.position, second.position)
    velocity = Pair(first.velocity, second.velocity)
    kp = Pair(first.kp, second.kp)
    kd = Pair(first.kd, second.kd)
    feedForward = Pair(first.feedForward, second.feedForward)
  }
}

/// What decides on the efforts of all joints alike.
struct ControlMode {
  /// The gains and the feed-forward of the stream count.
  let isStreaming: Bool
  /// The stream was lost: joints that do not hold are let go.
  let isLost: Bool
  /// A motion is played: its tracking error counts.
  let isTracking: Bool
  /// Some joints have gravity and inertia of the tree.
  let hasTree: Bool

  @_noAllocation @_noLocks
  init(isStreaming: Bool, isLost: Bool, isTracking: Bool, hasTree: Bool) {
    self.isStreaming = isStreaming
    self.isLost = isLost
    self.isTracking = isTracking
    self.hasTree = hasTree
  }
}

extension JointPair {
  /// The ramp after arming, 0...1.
  @_noAllocation @_noLocks @inline(__always)
  func gainScale(_ safety: SafetyConfiguration) -> Pair {
    RealtimeMath.select(
      rampTime .< safety.armingTime, rampTime / safety.armingTime, Pair(repeating: 1))
  }

  /// The effort that the law wants [N.m].
  @_noAllocation @_noLocks @inline(__always)
  mutating func effort(
    _ target: TargetPair, _ mode: ControlMode, scale: Pair, period: Double
  ) -> Pair {
    var gains = gains
    var feedForward = modelEffort(mode)
    let positionError = limiter.position - measured
    var velocityError = limiter.velocity - estimator.velocity
    if mode.isStreaming {
      let isStiff = target.kp .== target.kp
      gains.kp.replace(with: RealtimeMath.greatest(target.kp, .zero), where: isStiff)
      // A stiffness of the brain's own choosing is a pure spring: our integral would fight it.
      gains.ki.replace(with: 0, where: isStiff)
      gains.kd.replace(
        with: RealtimeMath.greatest(target.kd, .zero), where: target.kd .== target.kd)
      feedForward.replace(
        with: feedForward + target.feedForward, where: target.feedForward .== target.feedForward)
    }
    if mode.isLost {
      let isLetGo = letsGo .> 0
      velocityError.replace(with: RealtimeMath.negate(estimator.velocity), where: isLetGo)
      feedForward.replace(with: 0, where: isLetGo)
      gains.kp.replace(with: 0, where: isLetGo)
      gains.ki.replace(with: 0, where: isLetGo)
    }
    if fold.isActive { foldGains(&gains, period: period) }
    fed = scale * feedForward
    let effort = law.update(
      JointLaw.Input(
        positionError: positionError, velocityError: velocityError, feedForward: feedForward,
        period: period, scale: scale), gains: gains)
    guard mode.isLost else { return effort }
    law.reset(where: coasts .> 0)
    return RealtimeMath.select(coasts .> 0, .zero, effort)
  }

  /// Gravity, inertia and friction of the model along the reference.
  @_noAllocation @_noLocks @inline(__always)
  func modelEffort(_ mode: ControlMode) -> Pair {
    var effort = armature * limiter.acceleration
    if mode.hasTree {
      effort.replace(
        with: effort + gravity + inertia * limiter.acceleration, where: usesTree .> 0)
    }
    // Smooth about rest, so that a reference that creeps does not make the joint chatter.
    let velocity = limiter.velocity
    return effort + frictionCompensation * velocity
      / (RealtimeMath.magnitude(velocity) + margins.creep)
  }

  /// Effort limit, end stop, supply; then the duties that the devices get.
  @_noAllocation @_noLocks @inline(__always)
  mutating func guardOutput(_ desired: Pair) -> Pair {
    var allowed = RealtimeMath.clamp(desired, within: effortLimit)
    limits.insert(.effort, where: allowed .!= desired)
    let margin = margins.position * 0.5
    let isOutwards =
      ((measured .> bounds.upper + margin) .& (allowed .> 0))
      .| ((measured .< bounds.lower - margin) .& (allowed .< 0))
    allowed.replace(with: 0, where: isOutwards)
    limits.insert(.endStop, where: isOutwards)
    let velocity = estimator.velocity
    let wanted = motor.voltage(effort: allowed, velocity: velocity)
    let voltage = RealtimeMath.clamp(wanted, within: motor.supply)
    let isCut = voltage .!= wanted
    limits.insert(.voltage, where: isCut)
    // Not through the motor and back: the rounding would look like saturation to the law.
    applied = RealtimeMath.select(
      isCut, motor.effort(voltage: voltage, velocity: velocity), allowed)
    law.noteApplied(desired: desired, applied: applied)
    self.desired = desired
    return actuatorDirection * voltage / motor.supply
  }

  /// Notes why the output is not what was asked, and how well a motion is followed.
  @_noAllocation @_noLocks @inline(__always)
  mutating func note(_ mode: ControlMode, scale: Pair) {
    limits.insert(.arming, where: scale .< 1)
    if mode.isLost { limits.insert(.commandLost) }
    if fold.isActive { limits.insert(.oscillation, where: fold.scale .< 1) }
    guard mode.isTracking else { return }
    let error = RealtimeMath.magnitude(limiter.position - measured)
    squaredErrorSum += error * error
    maximumError = RealtimeMath.greatest(maximumError, error)
  }

  /// Puts what was noted of the second joint back to what it was `before`.
  @_noAllocation @_noLocks
  mutating func forgetNote(ofSecond before: JointPair) {
    limits.restoreSecond(before.limits)
    squaredErrorSum.y = before.squaredErrorSum.y
    maximumError.y = before.maximumError.y
  }

  /// No effort.
  @_noAllocation @_noLocks @inline(__always)
  mutating func switchOff() {
    desired = .zero
    applied = .zero
  }

  /// What is published of joint `lane` of the two.
  @_noAllocation @_noLocks @inline(__always)
  func publish(_ lane: Int, duty: Double, into snapshot: inout JointSnapshot) {
    snapshot.referencePosition = limiter.position[lane]
    snapshot.referenceVelocity = limiter.velocity[lane]
    snapshot.measuredPosition = measured[lane]
    snapshot.measuredVelocity = estimator.velocity[lane]
    snapshot.desiredEffort = desired[lane]
    snapshot.appliedEffort = applied[lane]
    snapshot.duty = duty
    snapshot.limits = limits.flags(lane)
    // A whole number below 2^32 stands in the lowest bits of its sum with 2^52.
    snapshot.age = UInt32(truncatingIfNeeded: (age[lane] + 0x1p52).bitPattern)
    snapshot.squaredErrorSum = squaredErrorSum[lane]
    snapshot.maximumError = maximumError[lane]
  }
}
