internal import RobotControl
internal import RobotDynamics
internal import RobotUnits

extension ControlCycle {
  /// The law of every joint, then the guard: the only way to an output.
  @_noAllocation @_noLocks
  mutating func control(_ cycle: Cycle, _ verdict: inout Verdict) {
    if source == .motion { trackedCycles += 1 }
    for joint in 0..<jointCount {
      guard lifecycle.state.isPowered() else {
        switchOff(joint)
        continue
      }
      let scale = gainScale(joint)
      let desired = effort(joint, scale: scale)
      if desired - desired != 0 {
        latch(.nonFiniteEffort, joint: joint, value: desired, limit: 0, cycle, &verdict)
        switchOff(joint)
        continue
      }
      guardOutput(joint, desired: desired)
      if scale < 1 { state[joint].limits.insert(.arming) }
      if lossPending { state[joint].limits.insert(.commandLost) }
      track(joint)
    }
    if !lifecycle.state.isPowered() {
      for joint in 0..<jointCount { switchOff(joint) }
    }
  }

  @_noAllocation @_noLocks
  private mutating func switchOff(_ joint: Int) {
    state[joint].desired = 0
    state[joint].applied = 0
    duties[joint] = 0
  }

  /// The ramp after arming, 0...1.
  @_noAllocation @_noLocks
  private func gainScale(_ joint: Int) -> Double {
    state[joint].rampTime < safety.armingTime ? state[joint].rampTime / safety.armingTime : 1
  }

  /// Whether the joint does not hold because its stream was lost.
  @_noAllocation @_noLocks
  func isLetGo(_ joint: Int) -> Bool {
    if joints[joint].onLoss == .hold { return false }
    return lossPending && lifecycle.state.isPowered()
  }

  @_noAllocation @_noLocks
  private mutating func effort(_ joint: Int, scale: Double) -> Double {
    let configuration = joints[joint]
    let now = state[joint]
    if isLetGo(joint) && configuration.onLoss == .coast {
      state[joint].law.reset()
      return 0
    }
    var gains = configuration.gains
    var feedForward = modelEffort(joint)
    var positionError = now.limiter.position - now.measured
    var velocityError = now.limiter.velocity - now.estimator.velocity
    if isLetGo(joint) {
      positionError = 0
      velocityError = -now.estimator.velocity
      feedForward = 0
      gains.kp = 0
      gains.ki = 0
    } else if lifecycle.state == .active && source == .stream {
      if now.target.kp == now.target.kp {
        gains.kp = max(now.target.kp, 0)
        // A stiffness of the brain's own choosing is a pure spring: our integral would fight it.
        gains.ki = 0
      }
      if now.target.kd == now.target.kd { gains.kd = max(now.target.kd, 0) }
      if now.target.feedForward == now.target.feedForward { feedForward += now.target.feedForward }
    }
    return state[joint].law.update(
      JointLaw.Input(
        positionError: positionError, velocityError: velocityError, feedForward: feedForward,
        period: period, scale: scale),
      gains: gains)
  }

  /// Gravity, inertia and friction of the model along the reference.
  @_noAllocation @_noLocks
  private func modelEffort(_ joint: Int) -> Double {
    let configuration = joints[joint]
    let now = state[joint]
    var effort = configuration.armature * now.limiter.acceleration
    if configuration.usesDynamics, configuration.coordinate >= 0 {
      effort += tree.gravityEffort(configuration.coordinate)
      effort += tree.inertia(configuration.coordinate) * now.limiter.acceleration
    }
    // Smooth about rest, so that a reference that creeps does not make the joint chatter.
    let velocity = now.limiter.velocity
    effort += configuration.frictionCompensation * velocity / (abs(velocity) + 0.02)
    return effort
  }

  /// Effort limit, end stop, supply; then the duty that the device gets.
  @_noAllocation @_noLocks
  private mutating func guardOutput(_ joint: Int, desired: Double) {
    let configuration = joints[joint]
    let now = state[joint]
    var allowed = RealtimeMath.clamp(desired, within: configuration.effortLimit)
    if allowed != desired { state[joint].limits.insert(.effort) }
    let isOutwards =
      (now.measured > configuration.bounds.upper + safety.positionMargin * 0.5 && allowed > 0)
      || (now.measured < configuration.bounds.lower - safety.positionMargin * 0.5 && allowed < 0)
    if isOutwards {
      allowed = 0
      state[joint].limits.insert(.endStop)
    }
    let motor = configuration.motor
    let velocity = now.estimator.velocity
    let wanted = motor.voltage(effort: allowed, velocity: velocity)
    let voltage = RealtimeMath.clamp(wanted, within: motor.supply)
    if voltage != wanted { state[joint].limits.insert(.voltage) }
    // Not through the motor and back: the rounding would look like saturation to the law.
    let applied = voltage == wanted ? allowed : motor.effort(voltage: voltage, velocity: velocity)
    state[joint].law.noteApplied(desired: desired, applied: applied)
    state[joint].desired = desired
    state[joint].applied = applied
    duties[joint] = configuration.actuatorDirection * voltage / motor.supply
  }

  @_noAllocation @_noLocks
  private mutating func track(_ joint: Int) {
    guard source == .motion else { return }
    let error = abs(state[joint].limiter.position - state[joint].measured)
    state[joint].squaredErrorSum += error * error
    state[joint].maximumError = max(state[joint].maximumError, error)
  }

  /// Fills the snapshots.
  @_noAllocation @_noLocks
  mutating func publish() {
    for joint in 0..<jointCount {
      let now = state[joint]
      snapshots[joint].referencePosition = now.limiter.position
      snapshots[joint].referenceVelocity = now.limiter.velocity
      snapshots[joint].measuredPosition = now.measured
      snapshots[joint].measuredVelocity = now.estimator.velocity
      snapshots[joint].desiredEffort = now.desired
      snapshots[joint].appliedEffort = now.applied
      snapshots[joint].duty = duties[joint]
      snapshots[joint].limits = now.limits
      snapshots[joint].age = now.age
      snapshots[joint].squaredErrorSum = now.squaredErrorSum
      snapshots[joint].maximumError = now.maximumError
    }
  }
}
