internal import RobotControl
internal import RobotUnits

extension ControlCycle {
  /// Looks for everything that must stop the robot.
  @_noAllocation @_noLocks
  mutating func supervise(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    guard lifecycle.state.isPowered() else { return }
    if input.emergencyStop {
      latch(.emergencyStop, joint: -1, value: 1, limit: 0, cycle, &verdict)
    }
    if input.safetyLineLost {
      latch(.safetyLineLost, joint: -1, value: 1, limit: 0, cycle, &verdict)
    }
    if input.actuatorLost >= 0 {
      latch(.actuatorLost, joint: input.actuatorLost, value: 1, limit: 0, cycle, &verdict)
    }
    for joint in 0..<jointCount { supervise(joint, cycle, &verdict) }
    let lost = Double(input.skippedCycles) * period
    if lost > safety.stallTime {
      latch(.loopStalled, joint: -1, value: lost, limit: safety.stallTime, cycle, &verdict)
    }
    escalate(input.overrun, cycle, &verdict)
  }

  /// The ladder of the overrun policy: a robot that moves is brought to hold; one that stops or holds
  /// already, or lost too much at once, is switched off after braking.
  @_noAllocation @_noLocks
  private mutating func escalate(_ overrun: Overrun, _ cycle: Cycle, _ verdict: inout Verdict) {
    let value = Double(overrun.cost)
    let limit = Double(overrun.stock)
    switch (overrun.escalation, lifecycle.state) {
    case (.none, _): break
    case (.exhausted, .arming), (.exhausted, .active):
      guard lifecycle.take(.stop) else { break }
      verdict.stopped = StopRecord(
        code: .overrunCredits, value: value, limit: limit, cycle: cycle)
    case (.exhausted, _), (.excessive, _):
      latch(.loopOverrun, joint: -1, value: value, limit: limit, cycle, &verdict)
    }
  }

  @_noAllocation @_noLocks
  private mutating func supervise(_ joint: Int, _ cycle: Cycle, _ verdict: inout Verdict) {
    let now = state[joint]
    let bounds = joints[joint].bounds
    if now.age > safety.staleCycles {
      let code: FaultCode = now.jumps > 0 ? .encoderJump : .encoderLost
      latch(
        code, joint: joint, value: Double(now.age), limit: Double(safety.staleCycles), cycle,
        &verdict)
    }
    let speed = abs(now.estimator.velocity)
    let speedLimit = bounds.velocity * safety.overSpeedFactor
    state[joint].overSpeedRun = speed > speedLimit ? now.overSpeedRun + 1 : 0
    if state[joint].overSpeedRun > safety.overSpeedCycles {
      latch(.overSpeed, joint: joint, value: speed, limit: speedLimit, cycle, &verdict)
    }
    if now.measured > bounds.upper + safety.positionMargin {
      latch(
        .positionLimit, joint: joint, value: now.measured, limit: bounds.upper, cycle, &verdict)
    } else if now.measured < bounds.lower - safety.positionMargin {
      latch(
        .positionLimit, joint: joint, value: now.measured, limit: bounds.lower, cycle, &verdict)
    }
    let error = abs(now.limiter.position - now.measured)
    state[joint].followingErrorTime =
      error > safety.followingError ? now.followingErrorTime + period : 0
    if state[joint].followingErrorTime > safety.followingErrorTime {
      latch(
        .followingError, joint: joint, value: error, limit: safety.followingError, cycle, &verdict)
    }
  }
}
