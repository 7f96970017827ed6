internal import RobotControl
internal import RobotUnits

// A device that a joint needs fails more often than it should, and not so often that the robot must stop: it
// goes on slower, until a person arms again.
extension ControlCycle {
  /// Slows a robot that follows commands. Not while it arms: there the end of the ramp decides.
  @_noAllocation @_noLocks
  mutating func degrade(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    guard lifecycle.state == .active, let reason = reasonToSlow(input, cycle),
      lifecycle.take(.degrade)
    else { return }
    degradation = reason
    verdict.degraded = reason
  }

  /// The gains are up: joints that are outside come back, then the robot follows commands, slower as long as there
  /// is a reason.
  @_noAllocation @_noLocks
  mutating func endRamp(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    if recovery.isOn {
      recovery.isMoving = true
      return
    }
    guard let reason = reasonToSlow(input, cycle) else {
      _ = lifecycle.take(.rampEnded)
      return
    }
    guard lifecycle.take(.rampEndedDegraded) else { return }
    degradation = reason
    verdict.degraded = reason
  }

  /// A device of a joint that is degraded, or one whose number is watched and that gives none.
  @_noAllocation @_noLocks
  private func reasonToSlow(_ input: CycleInput, _ cycle: Cycle) -> StopRecord? {
    let device = input.degrading
    if device.joint >= 0 {
      return StopRecord(
        code: device.isEncoder ? .encoderDegraded : .actuatorDegraded, joint: device.joint,
        device: device.device, value: Double(device.errors), limit: Double(device.limit),
        cycle: cycle)
    }
    let silent = input.watches.silent
    guard !silent.devices.isEmpty else { return nil }
    return StopRecord(
      code: .watchSilent, device: silent.devices.first, value: silent.value, limit: silent.limit,
      cycle: cycle)
  }

  /// References move at the speed of the state from the next cycle on: a faster one brakes within its
  /// acceleration. A motion slows down its own time first, so that the joints stay on its path; for the
  /// bounds of the joints that is no reason to wait longer than for a stop.
  @_noAllocation @_noLocks
  mutating func changeSpeed() {
    let slows = lifecycle.state == .degraded
    motionRate = slows ? safety.degradedSpeed : 1
    if slows, source == .motion, player.rate > motionRate {
      if !slowdown.hasBegun { slowdown = PathStop(atMost: 2 * brakingCycles()) }
      slowdown.cycles += 1
      if slowdown.cycles <= slowdown.limit { return }
    }
    slowdown = PathStop()
    isSlow = slows
    if !isSlow { degradation = nil }
    let share = isSlow ? safety.degradedSpeed : 1
    for index in 0..<pairs.count {
      pairs[index].bounds.velocity = share * pairs[index].velocityLimit
    }
  }
}
