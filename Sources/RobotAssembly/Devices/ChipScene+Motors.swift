internal import RobotConfiguration
internal import SimulatedHAL

extension RobotDescription {
  /// The voltage of the plant's supply [V].
  var plantVolts: Double { joints.map(\.actuator.supply).max() ?? 12 }
}

extension ChipScene {
  /// The motors of the plant, for bridges that are called by their joints.
  var motors: PlantMotors {
    PlantMotors(
      plant: plant, supplyVolts: robot.plantVolts,
      reversed: Set(robot.joints.indices.filter { robot.joints[$0].actuator.direction < 0 }))
  }

  /// What hangs on the outputs of this PWM device.
  var pwmObserver: PWMFanOut {
    var bridges: [PlantBridges.Bridge] = []
    var observers: [any PWMObserver] = []
    for (joint, description) in robot.joints.enumerated()
    where description.actuator.device == device {
      let actuator = description.actuator
      switch actuator.drive {
      case .bridge(let forward, let reverse):
        let isForward = actuator.direction > 0
        bridges.append(
          PlantBridges.Bridge(
            joint: joint, forward: isForward ? forward.channel : reverse.channel,
            reverse: isForward ? reverse.channel : forward.channel))
      case .directedBridge(let bridge): observers.append(directed(bridge, joint))
      case .device, .servo: break
      }
    }
    return PWMFanOut(observers + [PlantBridges(plant: plant, bridges: bridges)])
  }

  private func directed(_ bridge: DirectedBridgeDescription, _ joint: Int) -> TB6612Model {
    let inputs: (in1: TB6612Model.Input, in2: TB6612Model.Input) =
      switch bridge.inputs {
      case .channels(let in1, let in2): (.channel(in1.channel), .channel(in2.channel))
      case .lines(let in1, let in2):
        (.line(robot.activeLevel(of: in1, lines)), .line(robot.activeLevel(of: in2, lines)))
      }
    return TB6612Model(
      bridges: [
        TB6612Model.Bridge(
          number: joint, pwm: bridge.pwm.channel, in1: inputs.in1, in2: inputs.in2)
      ], supplyVolts: robot.plantVolts,
      standby: bridge.standby.map { robot.activeLevel(of: $0, lines) }, observer: motors)
  }
}

extension RobotDescription {
  /// What an output's line is at an active-high pin: the line itself, or behind an inverter.
  func activeLevel(of line: Int, _ lines: [SimulatedLine]) -> SimulatedLine {
    if case .output(activeLow: true, _) = self.lines[line].role {
      return SimulatedLine(inverting: lines[line])
    }
    return lines[line]
  }

  /// What it is at an active-low pin.
  func inactiveLevel(of line: Int, _ lines: [SimulatedLine]) -> SimulatedLine {
    if case .output(activeLow: false, _) = self.lines[line].role {
      return SimulatedLine(inverting: lines[line])
    }
    return lines[line]
  }
}
