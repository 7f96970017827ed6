import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits
import SimulatedHAL
import Testing

/// Motors and servos that give nothing, and do not say so.
@Suite struct SilentActuatorTests {
  /// The arm's shoulder is held out; from some instant on its motor's effort is taken away. It is told within
  /// 150 ms, as what it is.
  @Test func aShoulderThatFallsIsTold() throws {
    var robot = try VirtualRobot(arm: { $0 })
    var pose = VirtualRobot.center
    pose[1] = 0.6
    #expect(robot.stand(at: pose) == Refusal.none)
    let loads = robot.joints.map { abs($0.appliedEffort) }
    let joint = try #require(loads.indices.max { loads[$0] < loads[$1] })
    print("arm: joint \(joint) carries \(loads[joint]) N.m")
    var time = 0.0
    while robot.faults.isEmpty, time < 1 {
      robot.world.plant.push(joint: joint, effort: -robot.joints[joint].appliedEffort)
      robot.run(cycles: 1)
      time += 0.002
    }
    print("arm: a motor that gives nothing is told after \(time) s")
    #expect(robot.faults.first?.code == .actuatorSilent && robot.faults.first?.joint == joint)
    #expect(time < 0.15)
  }

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
