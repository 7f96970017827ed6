import RobotAssembly
import RobotConfiguration
import RobotUnits
import Testing

@Suite struct Arm6Tests {
  let robot: RobotDescription

  init() throws {
    robot = try RobotFile.load(
      path: Repository.root + "/Robots/arm6/robot.yaml", drivers: DriverCatalog.schemas)
  }

  @Test func hasSixJointsOnTwoBuses() {
    #expect(robot.name == "arm6")
    #expect(robot.rate.hertz == 500)
    #expect(robot.commandTimeout == .milliseconds(100))
    #expect(robot.buses.map(\.boardBus) == ["header", "second"])
    #expect(robot.buses.map(\.speed.hertz) == [400_000, 400_000])
    #expect(
      robot.joints.map(\.name) == [
        "shoulder_pan", "shoulder_lift", "elbow_flex", "wrist_flex", "wrist_roll", "gripper",
      ])
    #expect(robot.devices.count == 11)
    #expect(robot.urdf?.path == "arm6.urdf")
  }

  @Test func aJointIsInSIUnits() throws {
    let joint = robot.joints[0]
    #expect(joint.actuator.supply == 12)
    #expect(joint.actuator.gear == 345)
    #expect(joint.actuator.torqueConstant == 0.00673)
    #expect(joint.actuator.resistance == 4.44)
    #expect(joint.actuator.efficiency == 0.47)
    #expect(joint.actuator.direction == 1)
    #expect(joint.encoder.direction == -1)
    #expect(joint.encoder.zero == 1.204)
    #expect(joint.limits.positions == -1.91986...1.91986)
    #expect(joint.limits.velocity == 3)
    #expect(joint.limits.acceleration == 20)
    #expect(joint.limits.effort == 2.5)
    #expect(joint.control.law == .pid)
    #expect(joint.control.kp == 40)
    #expect(joint.control.kd == 1.5)
    #expect(joint.control.ki == 100)
    #expect(joint.control.integralLimit == 0.5)
    #expect(joint.control.velocityFilter == 40)
    #expect(joint.control.gravity)
    #expect(joint.onLoss == .hold)
  }

  @Test func namesAreResolved() throws {
    let roll = try #require(robot.joints.first { $0.name == "wrist_roll" })
    let pwm = robot.devices[try #require(roll.actuator.device)]
    #expect(pwm.name == "right_pwm")
    #expect(pwm.settings == ["frequency": 1000])
    #expect(roll.actuator.channels[0].channel == 2)
    #expect(roll.actuator.channels[1].channel == 3)
    #expect(pwm.outputEnable.map { robot.lines[$0].name } == "drive_enable")
    let angle = robot.devices[try #require(roll.encoder.device)]
    #expect(angle.name == "roll_angle")
    #expect(angle.address == 0x36)
    let via = try #require(angle.via)
    #expect(robot.devices[via.mux].name == "right_mux")
    #expect(via.channel == 1)
    #expect(robot.buses[angle.bus].name == "right")
    let supply = try #require(robot.devices.first { $0.name == "left_supply" })
    #expect(supply.settings == ["shunt": 0.002])
    #expect(supply.every == 50)
  }

  @Test func linesHaveTheirRoles() {
    #expect(
      robot.lines.map(\.role) == [
        .input(normallyClosed: true), .output(activeLow: true, safeHigh: true),
      ])
    #expect(robot.lines.map(\.isEmergencyStop) == [true, false])
  }

  @Test func positionsPointIntoTheFile() throws {
    let lines = try Repository.text("Robots/arm6/robot.yaml").split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[robot.ratePosition.line - 1] == "rate: 500 Hz")
    #expect(robot.ratePosition.column == 7)
    for joint in robot.joints {
      #expect(lines[joint.position.line - 1] == "  \(joint.name):")
      #expect(joint.position.column == 3)
    }
  }
}
