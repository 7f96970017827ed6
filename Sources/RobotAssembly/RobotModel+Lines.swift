internal import RobotConfiguration
internal import RobotCore
internal import RobotUnits
internal import SimulatedHAL

extension RobotModel {
  /// The limit switches for the control cycle: their contacts are the bits of `CycleInput.openSwitches`, in
  /// this order.
  var switches: [LimitSwitch] {
    robot.limitSwitches.map { description in
      let side: LimitSwitch.Side =
        switch description.side {
        case .lower: .lower
        case .upper: .upper
        }
      return LimitSwitch(joint: description.joint, side: side, release: description.release)
    }
  }

  /// The brakes for the control cycle: one for all, with the times of the slowest.
  var brakes: BrakeSequence {
    guard let engage = robot.brakes.map(\.engage).max(),
      let release = robot.brakes.map(\.release).max()
    else { return BrakeSequence() }
    return BrakeSequence(engageTime: engage, releaseTime: release)
  }

  /// The brakes of the plant, each twice as strong as its joint's actuator.
  func plantBrakes(_ lines: [SimulatedLine]) -> [PlantBrake] {
    robot.brakes.map { brake in
      var isOpenHigh = true
      if case .output(activeLow: true, _) = robot.lines[brake.line].role { isOpenHigh = false }
      return PlantBrake(
        joint: brake.joint, line: lines[brake.line], isOpenHigh: isOpenHigh,
        effort: 2 * joints[brake.joint].effortLimit, engage: brake.engage, release: brake.release)
    }
  }
}

extension SafetyConfiguration {
  /// What the robot file says about when to give up, for the control cycle.
  init(_ robot: RobotDescription) {
    self.init(robot.safety)
    // A tenth of a second: far longer than a joint that is driven rests between two counts.
    frozenCycles = UInt32(max(10, robot.rate.hertz / 10))
    channelDiscrepancy = robot.emergencyStop?.discrepancy.seconds ?? channelDiscrepancy
  }
}
