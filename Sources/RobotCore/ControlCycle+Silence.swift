internal import RobotControl
internal import RobotUnits

// Actuators that give nothing and do not say so.
extension ControlCycle {
  /// Looks for joints that move as their weight alone would have them, and for servos that are away from their
  /// reference and take no current.
  @_noAllocation @_noLocks
  mutating func examineSilence(
    _ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict
  ) {
    if !input.servoSilent.isEmpty { silence(input.servoSilent.first, cycle, &verdict) }
    for index in 0..<residuals.count {
      let residual = residuals.base + index
      residual.pointee.update(pairs[residual.pointee.pair], period: period)
      for lane in 0..<2 where residual.pointee.silentTime[lane] > safety.silentTime {
        silence(2 * residual.pointee.pair + lane, cycle, &verdict)
      }
    }
  }

  /// Whoever gets power rests until now.
  @_noAllocation @_noLocks
  func beginResiduals() {
    for index in 0..<residuals.count {
      let residual = residuals.base + index
      residual.pointee.reset(
        pairs[residual.pointee.pair], where: PairMask(repeating: true))
    }
  }

  @_noAllocation @_noLocks
  private mutating func silence(_ joint: Int, _ cycle: Cycle, _ verdict: inout Verdict) {
    let pair = pairs[joint >> 1]
    latch(
      .actuatorSilent, joint: joint,
      value: abs(pair.limiter.position[joint & 1] - pair.measured[joint & 1]),
      limit: safety.silentError * joints[joint].lever, cycle,
      &verdict)
  }
}
