internal import RobotConfiguration
internal import RobotUnits
internal import SimulatedHAL

extension RobotModel {
  /// The serial lines of the robot with their servos, which turn the joints of `plant`.
  func makeServos(
    plant: SimulatedPlant, clock: SimulationClock
  ) -> (lines: [SimulatedSerialLine], servos: [FeetechServoModel]) {
    let lines = robot.serialBuses.map {
      SimulatedSerialLine(speed: $0.speed, clock: clock, echoes: $0.echoes)
    }
    let servos = robot.servos.indices.map { index in
      let joint = robot.joints.firstIndex { $0.actuator.servo == index }
      let mechanism = joint.map { joint in
        let encoder = robot.joints[joint].encoder
        return PlantServoMechanism(
          plant: plant, joint: joint, scale: encoder.direction * encoder.ratio, zero: encoder.zero)
      }
      let servo = self.servos.servos[index].makeServo(mechanism)
      lines[robot.servos[index].bus].attach(servo)
      return servo
    }
    return (lines, servos)
  }
}
