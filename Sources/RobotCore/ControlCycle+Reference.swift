internal import RobotControl
internal import RobotUnits

extension ControlCycle {
  /// Moves the reference of every joint by one period, inside its bounds.
  @_noAllocation @_noLocks
  mutating func advanceReference(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    if recovery.isOn { follow(recovery: !lifecycle.state.isPowered()) }
    switch lifecycle.state {
    case .unconfigured, .disarmed, .faulted:
      source = .rest
      probe.isOn = false
      lossPending = false
      for index in 0..<pairs.count { pairs[index].rest() }
    case .arming where probe.isOn:
      advanceProbe(cycle, &verdict)
    case .arming where recovery.isMoving:
      moveInside(cycle, input, &verdict)
    case .arming:
      hasBraked = brake()
      if rampUp(), hasBraked, !brakes.isUsed { endRamp(cycle, input, &verdict) }
    case .stopping:
      recovery.isMoving = false
      probe.isOn = false
      _ = rampUp()
      if stopAlongPath() { break }
      // Brakes hold before the torque goes.
      if brake(), !brakes.isUsed { _ = lifecycle.take(.standstill) }
    case .holding:
      _ = rampUp()
      brake()
    case .active, .degraded: follow(cycle, input, &verdict)
    }
  }

  /// Lets the gains of every joint grow; says whether all are up. Also while a stop interrupts arming:
  /// who holds, holds with all its strength.
  @_noAllocation @_noLocks
  private mutating func rampUp() -> Bool {
    var isUp = true
    for index in 0..<pairs.count where !pairs[index].rampUp(safety, period: period) {
      isUp = false
    }
    return isUp
  }

  /// Brings every reference to rest; says whether all are.
  @_noAllocation @_noLocks @discardableResult
  private mutating func brake() -> Bool {
    source = .rest
    var isAtRest = true
    for index in 0..<pairs.count where !pairs[index].brake(isLost: lossPending, period: period) {
      isAtRest = false
    }
    return isAtRest
  }

  @_noAllocation @_noLocks
  private mutating func follow(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    if source == .stream, cycle.time >= input.streamValidUntil {
      lossPending = true
      _ = lifecycle.take(.referenceLost)
      verdict.stopped = StopRecord(code: .commandTimeout, value: 0, limit: 0, cycle: cycle)
      if brake() { _ = lifecycle.take(.standstill) }
      return
    }
    if input.hasStream, source == .rest, cycle.time < input.streamValidUntil {
      source = .stream
    }
    if source == .motion, let motion {
      followMotion(motion)
    } else if source == .stream {
      for index in 0..<pairs.count {
        pairs[index].follow(
          TargetPair(targets.base[2 * index], targets.base[2 * index + 1]), period: period)
      }
    } else {
      let isJog = source == .jog
      var hasArrived = true
      for index in 0..<pairs.count
      where !pairs[index].approachGoal(isJog: isJog, period: period) {
        hasArrived = false
      }
      if hasArrived { source = .rest }
    }
  }

  @_noAllocation @_noLocks
  private mutating func followMotion(_ motion: MotionView) {
    let runs = player.advance(motion, period: period, rate: nextRate(along: motion))
    for index in 0..<pairs.count {
      pairs[index].move(
        to: player.points(motion, pair: index, jointCount: jointCount), period: period)
    }
    guard !runs else { return }
    source = .rest
    hasFinishedMotion = true
    for index in 0..<pairs.count {
      pairs[index].goal =
        player.points(motion, pair: index, jointCount: jointCount).position
    }
  }
}
