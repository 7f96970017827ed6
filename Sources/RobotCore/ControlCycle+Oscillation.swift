internal import RobotControl
internal import RobotUnits

// A joint that oscillates about its reference: first half of its gains, then a stop.
extension ControlCycle {
  /// A joint that has turned about its reference may oscillate. The first time its gains are folded back; where
  /// that did not help for as long as it takes to see it, the robot stops.
  @_noAllocation @_noLocks
  mutating func examineTurn(_ joint: Int, _ cycle: Cycle, _ verdict: inout Verdict) {
    let (pair, lane) = (pairs.base + (joint >> 1), joint & 1)
    guard pair.pointee.oscillation.hasTurned(lane) else { return }
    let swing = pair.pointee.oscillation.turn(lane, at: cycle.time)
    guard swing > 0 else { return }
    if !pair.pointee.fold.isFolded(lane) {
      pair.pointee.fold.begin(lane)
      pair.pointee.foldTime[lane] = cycle.time.nanoseconds
      pair.pointee.oscillation.forgive(lane)
    } else if cycle.time.nanoseconds - pair.pointee.foldTime[lane] >= 250_000_000 {
      latch(
        .oscillation, joint: joint, value: swing,
        limit: safety.oscillationGrain * joints[joint].lever, cycle, &verdict)
    }
  }

  /// Whoever arms wants all gains: they come back as they went.
  @_noAllocation @_noLocks
  func unfoldGains() {
    for index in 0..<pairs.count where pairs.base[index].fold.isActive {
      pairs.base[index].fold.end()
    }
  }
}

extension JointPair {
  /// Folds `gains` back as far as they are in this cycle.
  @_noAllocation @_noLocks
  mutating func foldGains(_ gains: inout JointLaw.GainsPair, period: Double) {
    fold.step(period: period)
    gains.kp *= fold.scale
    gains.kd *= fold.scale
    gains.ki *= fold.scale
  }
}

extension JointConfiguration {
  /// What of the joint counts as an oscillation. A servo has no gains of ours.
  @_noAllocation @_noLocks
  func oscillation(_ safety: SafetyConfiguration) -> OscillationObserver.Configuration {
    let energy = safety.oscillation * lever * givenEffort
    guard energy > 0 else { return .none() }
    return OscillationObserver.Configuration(
      grain: safety.oscillationGrain * lever, energy: energy)
  }
}
