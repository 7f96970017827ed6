import RobotAssembly
import RobotControl
import RobotCore
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Other robots than the arm.
@Suite struct SmallRobotTests {
  /// One joint, one bus, no mux, no lines; the bridge on two channels that are not neighbours, reversed;
  /// the encoder comes round within the range.
  @Test(arguments: [I2CCapabilities.combinedMessages, [.combinedMessages, .stopBetweenMessages]])
  func movesAHinge(_ capabilities: I2CCapabilities) throws {
    var robot = try VirtualRobot(try Fixture.model(Fixture.hinge), capabilities: capabilities)
    #expect(robot.armAndSettle() == Refusal.none)
    for goal in [0.7, -0.7] {
      #expect(robot.move(to: [goal], in: 1) == Refusal.none)
      #expect(abs(robot.positions[0] - goal) < 0.01)
    }
    #expect(robot.system.busStatistics.count == 1)
    let chip = try #require(robot.world.chips["pwm"] as? PCA9685Model)
    // Channels 5 to 8 lie within the burst and are nobody's: full off.
    for channel: UInt8 in 5...8 { #expect(chip.peek(register: 0x09 + 4 * channel) == 0x10) }
    #expect(robot.ask(.disarm) == Refusal.none)
    robot.run(cycles: 5)
    #expect(robot.pins.allSatisfy { $0 == 0 })
  }

  /// A bus may be there before its devices.
  @Test func runsWithABusWithoutDevices() throws {
    let text = Fixture.hinge.replacing(
      "buses: { only: { i2c: header, speed: 400 kHz } }",
      with: """
        buses:
          only: { i2c: header, speed: 400 kHz }
          spare: { i2c: second, speed: 100 kHz }
        """)
    var robot = try VirtualRobot(try Fixture.model(text))
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.lifecycle == .active)
    #expect(robot.world.buses[1].counters.transfers == 0)
  }

  /// An inverter between an active-high line and the chip's pin.
  @Test func drivesAnActiveHighEnableLine() throws {
    let text =
      Fixture.hinge.replacing(
        "frequency: 1 kHz }", with: "frequency: 1 kHz, output_enable: enable }")
      + "lines: { enable: { line: GPIO27, output: active_high, safe: low } }\n"
    var robot = try VirtualRobot(try Fixture.model(text))
    let line = try #require(robot.world.line(named: "enable"))
    robot.run(cycles: 20)
    #expect(!line.isHigh)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(line.isHigh)
    #expect(robot.move(to: [0.5], in: 1) == Refusal.none)
    #expect(abs(robot.positions[0] - 0.5) < 0.01)
    #expect(robot.ask(.disarm) == Refusal.none)
    robot.run(cycles: 2)
    #expect(!line.isHigh)
  }
}
