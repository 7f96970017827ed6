internal import RobotControl
internal import RobotUnits

// A device that a joint needs fails more often than it should, and not so often that the robot must stop: it
// goes on slower, until a person arms again.
extension ControlCycle {
  /// Slows a robot that follows commands. Not while it arms: there the end of the ramp decides.
  @_noAllocation @_noLocks
  mutating func degrade(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    guard lifecycle.state == .active, lifecycle.take(.degrade) else { return }
    note(input.degrading, cycle, &verdict)
  }

  /// The gains are up: the robot follows commands, slower as long as a device is degraded.
  @_noAllocation @_noLocks
  mutating func endRamp(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    guard input.degrading.joint >= 0 else {
      _ = lifecycle.take(.rampEnded)
      return
    }
    if lifecycle.take(.rampEndedDegraded) { note(input.degrading, cycle, &verdict) }
  }

  @_noAllocation @_noLocks
  private mutating func note(
    _ device: UnreliableDevice, _ cycle: Cycle, _ verdict: inout Verdict
  ) {
    let record = StopRecord(
      code: device.isEncoder ? .encoderDegraded : .actuatorDegraded, joint: device.joint,
      value: Double(device.errors), limit: Double(device.limit), cycle: cycle)
    degradation = record
    verdict.degraded = record
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
