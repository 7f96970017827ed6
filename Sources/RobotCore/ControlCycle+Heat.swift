internal import RobotControl
internal import RobotUnits

// Motors with a rating: their currents, and what these leave them. Robots without pay one test each.
extension ControlCycle {
  /// The motors gave what they gave until now, in lost time too; off they cool.
  @_noAllocation @_noLocks
  func warmMotors(skippedCycles: UInt64) {
    let time = Double(skippedCycles + 1) * period
    for index in 0..<heats.count {
      heats.base[index].update(&pairs.base[heats.base[index].pair], time: time)
    }
  }

  /// Says of joints that their current is limited, and stops a robot that is too weak for what it carries.
  @_noAllocation @_noLocks
  mutating func examineHeat(_ cycle: Cycle, _ verdict: inout Verdict) {
    for index in 0..<heats.count {
      let (pair, heat) = (pairs.base + heats.base[index].pair, heats.base + index)
      let isCut = heat.pointee.isCut(pair.pointee)
      pair.pointee.limits.insert(.current, where: isCut)
      heat.pointee.watch(pair.pointee, isCut: isCut, period: period)
      for lane in 0..<2 where heat.pointee.shortTime[lane] > safety.holdTime {
        latch(
          .motorOverload, joint: 2 * heat.pointee.pair + lane,
          value: abs(pair.pointee.limiter.position[lane] - pair.pointee.measured[lane]),
          limit: heat.pointee.margin[lane], cycle, &verdict)
      }
    }
  }

  /// A robot that is off stays off while one of its motors is warm.
  @_noAllocation @_noLocks
  mutating func blockWarmMotors() {
    guard !lifecycle.state.isPowered() else { return }
    for index in 0..<heats.count {
      for lane in 0..<2 where heats.base[index].heat.load[lane] > MotorHeat.warm {
        armingBlocks.add(.motorWarm, 2 * heats.base[index].pair + lane)
      }
    }
  }
}
