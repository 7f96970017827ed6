internal import RobotControl
internal import RobotUnits

// Actuators that give nothing and do not say so.
extension ControlCycle {
  /// Stops a robot of which a joint falls whatever its motor is given.
  @_noAllocation @_noLocks
  mutating func examineFalls(_ cycle: Cycle, _ verdict: inout Verdict) {
    for index in 0..<falls.count {
      let fall = falls.base + index
      let pair = pairs[fall.pointee.pair]
      let isSilent = fall.pointee.update(pair, period: period)
      for lane in 0..<2 where isSilent[lane] {
        latch(
          .motorWithoutEffect, joint: 2 * fall.pointee.pair + lane, value: pair.applied[lane],
          limit: pair.gravity[lane], cycle, &verdict)
      }
    }
  }

  /// Whoever gets power has not fallen yet.
  @_noAllocation @_noLocks
  func restFalls() {
    for index in 0..<falls.count {
      falls.base[index].reset(pairs[falls.base[index].pair])
    }
  }

  /// Latches that the servo of `joint` is away from its reference and takes no current.
  @_noAllocation @_noLocks
  mutating func silence(_ joint: Int, _ cycle: Cycle, _ verdict: inout Verdict) {
    let pair = pairs[joint >> 1]
    latch(
      .actuatorSilent, joint: joint,
      value: abs(pair.limiter.position[joint & 1] - pair.measured[joint & 1]),
      limit: safety.silentError * joints[joint].lever, cycle, &verdict)
  }
}
