import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotHAL
import RobotScenarios
import RobotUnits
import SimulatedHAL
import Testing

/// What other software gets wrong with a whole robot (devices.md section 9); what concerns a single device
/// stands with the drivers' tests.
@Suite("What others get wrong with a robot")
struct RobotDefectTests {
  @Test("AS5601: a sporadic misread is taken for the angle (bitfasching/AS5601#5)")
  func aMisreadIsNoAngle() throws {
    let file = "\(FaultScenarioTests.folder)/encoder-misread.yaml"
    let scenario = try FaultScenarioFile.load(path: file)
    let model = try Fixture.arm()
    let report = try FaultRun.report(
      of: scenario, on: model,
      doing: .swing(model, shares: [Double](repeating: 1, count: 6), rate: 3, seconds: 3))
    #expect(report.strikes == [1, 1, 1])
    #expect(report.faults.isEmpty && report.problems.isEmpty, "\(report)")
    #expect(report.state == .active)
  }

  @Test("SwiftyGPIO: the process ends on a bus error (uraimo/SwiftyGPIO#129, #103)")
  func aDeadBusIsAFault() throws {
    var robot = try VirtualRobot()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    for address: I2CAddress in [0x36, 0x41, 0x44, 0x71] { robot.wires[0].cut(address) }
    robot.run(seconds: 1)
    #expect(robot.lifecycle == .faulted)
    #expect(robot.outputsEnabled == false)
    robot.wires[0].mend()
    robot.run(seconds: 1)
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.armAndSettle() == Refusal.none)
  }

  /// Two muxes, with an encoder of one address on channel 0 of each.
  @Test("ESPHome TCA9548A: two muxes on a bus, and both have a channel open (issue 3724)")
  func onlyOneMuxHasAChannelOpen() throws {
    let text = Fixture.hinge.replacing(
      "  angle: {",
      with: """
          first_mux:  { driver: tca9548a, bus: only, address: 0x71 }
          second_mux: { driver: tca9548a, bus: only, address: 0x72 }
          other:      { driver: as5600, bus: only, via: first_mux.0 }
          angle: { via: second_mux.0,
        """)
    var robot = try VirtualRobot(try Fixture.model(text))
    let muxes = try ["first_mux", "second_mux"].map {
      try #require(robot.world.chips[$0] as? TCA9548AModel)
    }
    muxes[0].control = 0xFF
    for _ in 0..<200 {
      robot.run(cycles: 1)
      #expect(muxes.filter { $0.control != 0 }.count <= 1)
    }
    #expect(robot.joints[0].age == 0)
  }
}
