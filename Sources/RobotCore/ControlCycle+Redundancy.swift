internal import RobotControl
internal import RobotUnits

// Joints with a second encoder. Robots without pay one test.
extension ControlCycle {
  /// Takes the readings of the second encoders, and stops a robot that does not know any more where a joint is:
  /// one of both is gone, or they see it in different places.
  @_noAllocation @_noLocks
  mutating func compareEncoders(_ cycle: Cycle, _ verdict: inout Verdict) {
    let stale = Double(safety.staleCycles)
    for index in 0..<redundants.count {
      let pair = redundants.base + index
      let joint = 2 * pair.pointee.pair
      let isWrong = pair.pointee.update(
        redundantMeasurements.base[joint], redundantMeasurements.base[joint + 1],
        pairs[pair.pointee.pair], staleCycles: stale)
      for lane in 0..<2 where isWrong[lane] {
        if pair.pointee.age[lane] > stale {
          latch(
            .encoderLost, joint: joint + lane, device: redundantDevice(joint + lane),
            value: pair.pointee.age[lane], limit: stale, cycle, &verdict)
        } else {
          latch(
            .encoderDisagreement, joint: joint + lane,
            value: abs(pair.pointee.difference[lane]), limit: pair.pointee.tolerance[lane], cycle,
            &verdict)
        }
      }
    }
  }

  /// Second encoders that give no steady readings, or see their joints elsewhere than the first: not of joints of
  /// which it is known that the first does not know.
  @_noAllocation @_noLocks
  mutating func examineRedundancy(_ input: CycleInput) {
    for index in 0..<redundants.count {
      let redundant = redundants.base[index]
      for lane in 0..<2 where redundant.isChecked[lane] > 0 {
        let joint = 2 * redundant.pair + lane
        if redundant.freshRun[lane] < Double(safety.freshCycles) {
          armingBlocks.add(.encoderNotFresh, joint, device: redundantDevice(joint))
        } else if redundant.apartRun[lane] > 0, !input.positionUnknown.contains(joint) {
          armingBlocks.add(
            .encodersDisagree, joint, device: redundantDevice(joint),
            readings: Pair(pairs[redundant.pair].measured[lane], redundant.position[lane]))
        }
      }
    }
  }

  @_noAllocation @_noLocks
  private func redundantDevice(_ joint: Int) -> Int {
    if case .some(let encoder) = joints[joint].redundantEncoder { encoder.device } else { -1 }
  }
}
