internal import RobotControl
internal import RobotUnits

extension ControlCycle {
  /// Moves the reference of every joint by one period, inside its bounds.
  @_noAllocation @_noLocks
  mutating func advanceReference(_ cycle: Cycle, _ input: CycleInput) {
    switch lifecycle.state {
    case .unconfigured, .disarmed, .faulted:
      source = .rest
      lossPending = false
      for joint in 0..<jointCount {
        state[joint].limiter.reset(position: state[joint].measured)
        state[joint].goal = state[joint].measured
      }
    case .arming:
      rampTime += period
      if rampTime >= safety.armingTime { _ = lifecycle.take(.rampEnded) }
    case .stopping: brake()
    case .holding: break
    case .active: follow(cycle, input)
    }
  }

  @_noAllocation @_noLocks
  private mutating func brake() {
    source = .rest
    var isAtRest = true
    for joint in 0..<jointCount {
      state[joint].limiter.brake(bounds: joints[joint].bounds, period: period)
      state[joint].goal = state[joint].limiter.position
      if state[joint].limiter.velocity != 0 { isAtRest = false }
    }
    if isAtRest { _ = lifecycle.take(.standstill) }
  }

  @_noAllocation @_noLocks
  private mutating func follow(_ cycle: Cycle, _ input: CycleInput) {
    if source == .stream, cycle.time >= input.streamValidUntil {
      lossPending = true
      _ = lifecycle.take(.referenceLost)
      brake()
      return
    }
    if input.hasStream, source == .rest, cycle.time < input.streamValidUntil {
      source = .stream
      lossPending = false
    }
    if source == .motion, let motion {
      trackedCycles += 1
      let runs = player.advance(motion, period: period)
      for joint in 0..<jointCount {
        let point = player.point(motion, joint: joint, jointCount: jointCount)
        move(joint, to: point.position, velocity: point.velocity)
        state[joint].goal = state[joint].limiter.position
      }
      if !runs { endMotion(motion) }
    } else if source == .stream {
      for joint in 0..<jointCount { followStream(joint) }
    } else {
      for joint in 0..<jointCount { approachGoal(joint) }
    }
  }

  @_noAllocation @_noLocks
  private mutating func endMotion(_ motion: MotionView) {
    source = .rest
    for joint in 0..<jointCount {
      state[joint].goal = player.point(motion, joint: joint, jointCount: jointCount).position
    }
  }

  @_noAllocation @_noLocks
  private mutating func followStream(_ joint: Int) {
    let target = targets[joint]
    state[joint].target = target
    let velocity = target.velocity == target.velocity ? target.velocity : 0
    let rest = state[joint].limiter.position + velocity * period
    move(
      joint, to: target.position == target.position ? target.position : rest, velocity: velocity)
    state[joint].goal = state[joint].limiter.position
  }

  /// Jogs and rests: to the goal, a jog no faster than it was asked to be.
  @_noAllocation @_noLocks
  private mutating func approachGoal(_ joint: Int) {
    var bounds = joints[joint].bounds
    if source == .jog, state[joint].jogSpeed > 0, state[joint].jogSpeed < bounds.velocity {
      bounds.velocity = state[joint].jogSpeed
    }
    _ = state[joint].limiter.update(
      target: state[joint].goal, targetVelocity: 0, bounds: bounds, period: period)
  }

  @_noAllocation @_noLocks
  private mutating func move(_ joint: Int, to position: Double, velocity: Double) {
    state[joint].limits = state[joint].limiter.update(
      target: position, targetVelocity: velocity, bounds: joints[joint].bounds, period: period)
  }
}
