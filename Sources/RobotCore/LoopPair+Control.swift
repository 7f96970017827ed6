internal import RobotControl
internal import RobotUnits

extension LoopPair {
  /// Forgets the history where `mask` is set: the loops begin where the joints are, with no effort.
  @_noAllocation @_noLocks
  mutating func reset(_ joints: JointPair, where mask: PairMask) {
    pid.reset(
      output: .zero, measured: joints.measured, gains: pidGains.gains(of: joints), where: mask)
    cascade.reset(
      effort: .zero, measuredPosition: joints.measured,
      measuredVelocity: joints.estimator.velocity,
      gains: PIDCascade.Gains(
        position: positionGains.gains(of: joints), velocity: velocityGains.gains(of: joints)),
      where: mask)
    acceleration.replace(with: joints.limiter.acceleration, where: mask)
  }

  /// The efforts [N.m] with those of the loops in the place of `standard`; not a number where a loop has
  /// met one.
  @_noAllocation @_noLocks
  mutating func effort(
    replacing standard: Pair, _ joints: JointPair, _ target: TargetPair, _ mode: ControlMode,
    scale: Pair, period: Double
  ) -> Pair {
    var modelled = joints.modelEffort(mode)
    if mode.isStreaming {
      modelled.replace(
        with: modelled + target.feedForward, where: target.feedForward .== target.feedForward)
    }
    let jerk = (joints.limiter.acceleration - acceleration) / period
    acceleration = joints.limiter.acceleration
    unscaled = standard
    if RealtimeMath.either(isPID .> 0) {
      let effort = pidEffort(joints, target, mode, jerk: jerk, modelled: modelled)
      unscaled.replace(with: effort, where: isPID .> 0)
    }
    if RealtimeMath.either(isCascade .> 0) {
      let effort = cascadeEffort(joints, target, mode, jerk: jerk, modelled: modelled)
      unscaled.replace(with: effort, where: isCascade .> 0)
    }
    scaled = scale * unscaled
    // The loops bound the rate of their own output; here it is that of the ramp on top.
    let reachable = RealtimeMath.least(
      RealtimeMath.greatest(scaled, joints.applied - effortStep), joints.applied + effortStep)
    var effort = RealtimeMath.select(scaled - scaled .== 0, reachable, scaled)
    if mode.isLost { effort.replace(with: scaled, where: joints.letsGo .> 0) }
    return RealtimeMath.select(isPID + isCascade .> 0, effort, standard)
  }

  /// Tells the loops what became of their efforts. The ramp of arming is no limit: an effort that it alone
  /// changed counts as it was.
  @_noAllocation @_noLocks
  mutating func noteApplied(_ joints: JointPair, scale: Pair) {
    let isCut = (joints.applied .!= scaled) .& (scale .> 0)
    let reached = RealtimeMath.select(isCut, joints.applied / scale, unscaled)
    if RealtimeMath.either(isPID .> 0) { pid.noteApplied(reached) }
    if RealtimeMath.either(isCascade .> 0) { cascade.noteApplied(reached) }
  }

  @_noAllocation @_noLocks
  private mutating func pidEffort(
    _ joints: JointPair, _ target: TargetPair, _ mode: ControlMode, jerk: Pair, modelled: Pair
  ) -> Pair {
    var gains = pidGains.gains(of: joints)
    if mode.isStreaming {
      let isStiff = target.kp .== target.kp
      gains.kp.replace(with: RealtimeMath.greatest(target.kp, .zero), where: isStiff)
      gains.kd.replace(
        with: RealtimeMath.greatest(target.kd, .zero), where: target.kd .== target.kd)
      // A stiffness of the brain's own choosing is a pure spring: an integral would fight it.
      gains.integralStep.replace(with: 0, where: isStiff)
    }
    gains.kp *= joints.fold.scale
    gains.kd *= joints.fold.scale
    gains.integralStep *= joints.fold.scale
    let held = pid.heldCycles
    let effort = pid.update(
      PID.Input(
        reference: joints.limiter.position, firstDerivative: joints.limiter.velocity,
        secondDerivative: joints.limiter.acceleration, thirdDerivative: jerk,
        measured: joints.measured, feedForward: modelled), gains: gains)
    if mode.isStreaming { pid.releaseIntegral(where: target.kp .== target.kp) }
    let known = RealtimeMath.select(
      pid.heldCycles .== held, effort, Pair(repeating: .nan))
    return letGo(known, joints, mode, damping: gains.kd)
  }

  @_noAllocation @_noLocks
  private mutating func cascadeEffort(
    _ joints: JointPair, _ target: TargetPair, _ mode: ControlMode, jerk: Pair, modelled: Pair
  ) -> Pair {
    var gains = PIDCascade.Gains(
      position: positionGains.gains(of: joints), velocity: velocityGains.gains(of: joints))
    if mode.isStreaming { take(target, &gains) }
    // The inner loop's are those of the whole cascade.
    gains.velocity.kp *= joints.fold.scale
    gains.velocity.kd *= joints.fold.scale
    gains.velocity.integralStep *= joints.fold.scale
    let held = cascade.position.heldCycles + cascade.velocity.heldCycles
    let effort = cascade.update(
      PIDCascade.Input(
        reference: joints.limiter.position, velocity: joints.limiter.velocity,
        acceleration: joints.limiter.acceleration, jerk: jerk,
        measuredPosition: joints.measured, measuredVelocity: joints.estimator.velocity,
        feedForward: modelled), gains: gains)
    if mode.isStreaming { cascade.releaseIntegrals(where: target.kp .== target.kp) }
    let known = RealtimeMath.select(
      cascade.position.heldCycles + cascade.velocity.heldCycles .== held, effort,
      Pair(repeating: .nan))
    return letGo(known, joints, mode, damping: gains.velocity.kp)
  }

  /// A stream's stiffness and damping as gains of the cascade: with kp2 = kd and kp1 = kp / kd its effort is
  /// kp (r - q) + kd (r' - dq). Without damping it has no stiffness.
  @_noAllocation @_noLocks
  private mutating func take(_ target: TargetPair, _ gains: inout PIDCascade.Gains) {
    let isStiff = target.kp .== target.kp
    let isDamped = target.kd .== target.kd
    let stiffness = RealtimeMath.select(
      isStiff, RealtimeMath.greatest(target.kp, .zero), gains.position.kp * gains.velocity.kp)
    gains.velocity.kp.replace(with: RealtimeMath.greatest(target.kd, .zero), where: isDamped)
    let damping = gains.velocity.kp
    let rate = RealtimeMath.select(damping .> 0, stiffness / damping, .zero)
    gains.position.kp.replace(with: rate, where: isStiff .| isDamped)
    gains.position.kd.replace(with: 0, where: isStiff)
    gains.velocity.kd.replace(with: 0, where: isStiff)
    gains.position.integralStep.replace(with: 0, where: isStiff)
    gains.velocity.integralStep.replace(with: 0, where: isStiff)
  }

  /// Joints that nobody holds after their stream was lost only damp, or coast.
  @_noAllocation @_noLocks
  private func letGo(
    _ effort: Pair, _ joints: JointPair, _ mode: ControlMode, damping: Pair
  ) -> Pair {
    guard mode.isLost else { return effort }
    let damped = RealtimeMath.negate(damping * joints.estimator.velocity)
    let slack = RealtimeMath.select(joints.coasts .> 0, .zero, damped)
    return RealtimeMath.select(joints.letsGo .> 0, slack, effort)
  }
}
