import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits
import SimulatedHAL
import Testing

/// Servos that give nothing, and do not say so.
@Suite struct SilentActuatorTests {
  /// A servo whose torque limit is 0 draws nothing: 0.2 rad, far less than a following error, are enough.
  @Test func aServoWithoutTorqueIsTold() throws {
    var robot = try VirtualRobot(try ServoRobotTests.so101())
    #expect(robot.stand(at: ServoRobotTests.center) == Refusal.none)
    for register in [48, 49] as [UInt8] { robot.world.servos[0].load(register: register, value: 0) }
    robot.run(seconds: 0.5)
    #expect(robot.faults.isEmpty)
    #expect(robot.ask(.jog, joint: 0, displacement: 0.2, speed: 1) == Refusal.none)
    var time = 0.0
    while robot.faults.isEmpty, time < 2 {
      robot.run(cycles: 1)
      time += 1 / robot.model.robot.rate.hertz
    }
    print("SO-101: a servo without torque is told after \(time) s")
    #expect(robot.faults.map(\.code) == [.actuatorSilent])
    #expect(robot.faults.first?.joint == 0)
    #expect(time < 0.6)
  }
}
