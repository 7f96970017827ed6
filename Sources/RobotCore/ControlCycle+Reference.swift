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
      brake()
      if rampUp() { _ = lifecycle.take(.rampEnded) }
    case .stopping:
      _ = rampUp()
      if brake() { _ = lifecycle.take(.standstill) }
    case .holding:
      _ = rampUp()
      brake()
    case .active: follow(cycle, input)
    }
  }

  /// Lets the gains of every joint grow; says whether all are up. Also while a stop interrupts arming:
  /// who holds, holds with all its strength.
  @_noAllocation @_noLocks
  private mutating func rampUp() -> Bool {
    var isUp = true
    for joint in 0..<jointCount {
      if state[joint].rampTime < safety.armingTime { state[joint].rampTime += period }
      if state[joint].rampTime < safety.armingTime { isUp = false }
    }
    return isUp
  }

  /// Brings every reference to rest, and keeps it there: the acceleration of the last cycle ends with
  /// the motion. Says whether all are at rest.
  @_noAllocation @_noLocks @discardableResult
  private mutating func brake() -> Bool {
    source = .rest
    var isAtRest = true
    for joint in 0..<jointCount {
      let bounds = joints[joint].bounds
      if isLetGo(joint) {
        // Nobody holds this joint, so its reference goes with it.
        state[joint].limiter.reset(
          position: min(max(state[joint].measured, bounds.lower), bounds.upper))
      } else {
        state[joint].limiter.brake(bounds: bounds, period: period)
      }
      state[joint].goal = state[joint].limiter.position
      if state[joint].limiter.velocity != 0 { isAtRest = false }
    }
    return isAtRest
  }

  @_noAllocation @_noLocks
  private mutating func follow(_ cycle: Cycle, _ input: CycleInput) {
    if source == .stream, cycle.time >= input.streamValidUntil {
      lossPending = true
      _ = lifecycle.take(.referenceLost)
      if brake() { _ = lifecycle.take(.standstill) }
      return
    }
    if input.hasStream, source == .rest, cycle.time < input.streamValidUntil {
      source = .stream
    }
    if source == .motion, let motion {
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
      var hasArrived = true
      for joint in 0..<jointCount {
        if !approachGoal(joint) { hasArrived = false }
      }
      if hasArrived { source = .rest }
    }
  }

  @_noAllocation @_noLocks
  private mutating func endMotion(_ motion: MotionView) {
    source = .rest
    hasFinishedMotion = true
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
    // Without stiffness nothing holds the joint to a position: the reference goes along with it, so
    // that no distance builds up that a later stop would have to make good.
    let isHeld = !(target.kp <= 0)
    let position = isHeld && target.position == target.position ? target.position : rest
    let before = state[joint].limiter.position
    move(joint, to: position, velocity: velocity)
    if !isHeld {
      state[joint].limiter.follow(
        position: state[joint].measured, from: before, bounds: joints[joint].bounds, period: period)
    }
    state[joint].goal = state[joint].limiter.position
  }

  /// Jogs and rests: to the goal, a jog no faster than it was asked to be. Says whether it is there.
  @_noAllocation @_noLocks
  private mutating func approachGoal(_ joint: Int) -> Bool {
    var bounds = joints[joint].bounds
    if source == .jog, state[joint].jogSpeed > 0, state[joint].jogSpeed < bounds.velocity {
      bounds.velocity = state[joint].jogSpeed
    }
    _ = state[joint].limiter.update(
      target: state[joint].goal, targetVelocity: 0, bounds: bounds, period: period)
    let limiter = state[joint].limiter
    return abs(state[joint].goal - limiter.position) <= 1e-9 && abs(limiter.velocity) <= 1e-6
  }

  @_noAllocation @_noLocks
  private mutating func move(_ joint: Int, to position: Double, velocity: Double) {
    state[joint].limits = state[joint].limiter.update(
      target: position, targetVelocity: velocity, bounds: joints[joint].bounds, period: period)
  }
}
