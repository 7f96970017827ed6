internal import RobotControl
internal import RobotUnits

extension ControlCycle {
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
