import RobotScenarios
import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// `supply_sag` and `overheat`: what the shipped drivers read of the simulated chips follows.
@Suite struct SupplyFaultTests {
  private static func scenario(_ robot: String, _ fault: String) throws -> FaultScenario {
    let text = """
      scenario: a
      robot: \(robot)
      seed: 1
      duration: 10 s
      faults: [ { \(fault), at: 1 s, for: 2 s } ]
      expect: { fault: none, state: active }
      """
    return try FaultScenarioFile.load(text: Array(text.utf8), file: "s")
  }

  /// What `read` says once a second, from 0 s on.
  private func seconds(
    _ count: Int, of fault: String, on name: String, _ read: (borrowing VirtualRobot) -> Double
  ) throws -> [Double] {
    let model = try LoadedRobot(
      robotPath: "\(Fixture.root)/Robots/\(name)/robot.yaml", boardPath: nil
    ).model
    let scenario = try Self.scenario(name, fault)
    #expect(scenario.check(on: model.robot).isEmpty)
    var robot = try VirtualRobot(model)
    robot.run(seconds: 2)
    let schedule = FaultSchedule(scenario, on: model.robot, from: robot.world.clock.now)
    var values: [Double] = []
    for _ in 0..<count {
      values.append(read(robot))
      for _ in 0..<Int(model.robot.rate.hertz) {
        robot.world.disturb(schedule, at: robot.world.clock.now)
        robot.run(cycles: 1)
      }
    }
    return values
  }

  /// A tenth of a second old at most; the INA226 counts in 1.25 mV.
  @Test func aMonitorFollowsTheSupply() throws {
    let volts = try seconds(5, of: "kind: supply_sag, to: 8 V, over: 1 s", on: "bench") { robot in
      robot.snapshots.slot.pointee.powers[0].volts
    }
    #expect(abs(volts[0] - 12) < 0.002)
    #expect(abs(volts[1] - 12) < 0.002)
    #expect(volts[2] >= 8 && volts[2] < 8.5, "at the end of the ramp")
    #expect(abs(volts[3] - 8) < 0.002)
    #expect(abs(volts[4] - 12) < 0.002, "and back")
  }

  /// A quarter of a second old at most; the TMP102 counts in 1/16 degC.
  @Test func aThermometerFollowsItsBody() throws {
    let celsius = try seconds(5, of: "kind: overheat, device: heat, to: 85, over: 1 s", on: "bench")
    { robot in
      guard let heat = robot.system.sensors.first(where: { $0.name == "heat" }) else { return 0 }
      return robot.snapshots.slot.pointee.sensorValues[heat.firstValue]
    }
    #expect(abs(celsius[0] - 25) < 0.07)
    #expect(abs(celsius[1] - 25) < 0.07)
    #expect(celsius[2] > 65 && celsius[2] <= 85, "at the end of the ramp")
    #expect(abs(celsius[3] - 85) < 0.07)
    #expect(abs(celsius[4] - 25) < 0.07, "and back")
  }

  /// Registers 62 (0.1 V) and 63 (degC).
  @Test func servosFollowBoth() throws {
    for (fault, register, values) in [
      ("kind: supply_sag, to: 8 V", UInt8(62), [120.0, 80, 120]),
      ("kind: overheat, device: elbow, to: 60", 63, [30, 60, 30]),
    ] {
      let seen = try seconds(5, of: fault, on: "so101") { robot in
        Double(robot.world.servos[2].peek(register: register))
      }
      #expect([seen[0], seen[2], seen[4]] == values, "\(fault)")
    }
  }
}
