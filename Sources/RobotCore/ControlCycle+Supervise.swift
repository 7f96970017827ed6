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
    if input.simulatorTrouble != 0 {
      latch(
        .simulatorLost, joint: -1, value: Double(input.simulatorTrouble), limit: 0, cycle, &verdict)
    }
    if input.safetyLineLost {
      latch(.safetyLineLost, joint: -1, value: 1, limit: 0, cycle, &verdict)
    }
    if !input.actuatorLost.isEmpty {
      latch(.actuatorLost, joint: input.actuatorLost.first, value: 1, limit: 0, cycle, &verdict)
    }
    if !input.settingsLost.isEmpty {
      latch(.settingsLost, joint: input.settingsLost.first, value: 1, limit: 0, cycle, &verdict)
    }
    if !input.actuatorFault.isEmpty {
      latch(
        .actuatorFault, joint: input.actuatorFault.first, value: input.actuatorCauses.value(),
        limit: 0,
        cycle, &verdict)
    }
    if !input.servoFault.isEmpty {
      latch(.servoFault, joint: input.servoFault.first, value: 1, limit: 0, cycle, &verdict)
    }
    if !input.edgesLost.isEmpty {
      latch(.edgesLost, joint: input.edgesLost.first, value: 1, limit: 0, cycle, &verdict)
    }
    if input.watches.isAny { obeyWatches(cycle, input.watches, &verdict) }
    for index in 0..<pairs.count where pairs[index].watch(safety, period: period) {
      report(2 * index, cycle, &verdict)
      if 2 * index + 1 < jointCount { report(2 * index + 1, cycle, &verdict) }
    }
    if falls.count > 0 { examineFalls(cycle, &verdict) }
    if !input.servoSilent.isEmpty { silence(input.servoSilent.first, cycle, &verdict) }
    if input.unreliable.joint >= 0 { report(input.unreliable, cycle, &verdict) }
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
    case (.exhausted, .arming), (.exhausted, .active), (.exhausted, .degraded):
      guard lifecycle.take(.stop) else { break }
      verdict.stopped = StopRecord(
        code: .overrunCredits, value: value, limit: limit, cycle: cycle)
    case (.exhausted, _), (.excessive, _):
      latch(.loopOverrun, joint: -1, value: value, limit: limit, cycle, &verdict)
    }
  }

  /// Latches what is wrong with `joint`, if anything is.
  @_noAllocation @_noLocks
  private mutating func report(_ joint: Int, _ cycle: Cycle, _ verdict: inout Verdict) {
    let pair = pairs[joint >> 1]
    let lane = joint & 1
    let bounds = joints[joint].bounds
    let age = pair.age[lane]
    if age > Double(safety.staleCycles) {
      let code: FaultCode = pair.jumps[lane] > 0 ? .encoderJump : .encoderLost
      latch(
        code, joint: blamed(joint), value: age, limit: Double(safety.staleCycles), cycle, &verdict)
    }
    if pair.overSpeedRun[lane] > Double(safety.overSpeedCycles) {
      latch(
        .overSpeed, joint: joint, value: abs(pair.estimator.velocity[lane]),
        limit: bounds.velocity * safety.overSpeedFactor, cycle, &verdict)
    }
    examineTurn(joint, cycle, &verdict)
    let measured = pair.measured[lane]
    if measured > pair.outerUpper[lane] {
      latch(.positionLimit, joint: joint, value: measured, limit: bounds.upper, cycle, &verdict)
    } else if measured < pair.outerLower[lane] {
      latch(.positionLimit, joint: joint, value: measured, limit: bounds.lower, cycle, &verdict)
    }
    if pair.followingErrorTime[lane] > safety.followingErrorTime {
      latch(
        lagCode(joint), joint: joint, value: abs(pair.limiter.position[lane] - measured),
        limit: safety.followingError * joints[joint].lever, cycle, &verdict)
    }
  }
}
