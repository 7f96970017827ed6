import RobotScenarios
import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// Supplies and temperatures out of their ranges, on the shipped arm: its INA226 is read every 100 ms, a thermometer
/// on the drivers every 300 ms.
@Suite struct RangeTests {
  private static let drivers = "  flex_angle:   { driver: as5600"
  private static let thermometer =
    "  drivers: { driver: lm75, bus: right, address: 0x48, every: 150 }\n"

  /// The arm, after every sensor had its turn.
  private func arm(_ watch: String) throws -> VirtualRobot {
    var robot = try VirtualRobot(
      arm: {
        $0.replacing(Self.drivers, with: Self.thermometer + Self.drivers) + "watch: { \(watch) }\n"
      })
    robot.run(seconds: 0.5)
    return robot
  }

  private static let supply = "left_supply: { voltage: [10.5 V, 14 V], current: 15 A }"
  private static let heat = "drivers: { temperature: 85 degC, derate_from: 70 degC }"

  private func device(_ robot: borrowing VirtualRobot, _ number: Int) -> String? {
    let names = robot.model.robot.deviceNames
    return names.indices.contains(number) ? names[number] : nil
  }

  /// Two readings on end: within 0.2 s and a cycle. The robot brakes, and is off.
  @Test func aSupplyThatSagsStopsTheRobot() throws {
    var robot = try arm(Self.supply)
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    robot.world.plant.setSupply(volts: 9)
    robot.run(seconds: 0.21)
    let fault = try #require(robot.faults.first)
    #expect(fault.code == .underVoltage)
    #expect(fault.joint == -1 && device(robot, fault.device) == "left_supply")
    #expect(fault.value > 8 && fault.value <= 9 && fault.limit == 10.5)
    robot.run(seconds: 0.5)
    #expect(robot.lifecycle == .faulted && !robot.outputsEnabled)
    let text = FaultCatalogue.shipped.text(
      fault.code.rawValue,
      FaultCatalogue.Values(
        joint: nil, units: nil, device: "left_supply", value: 8.9, limit: fault.limit))
    #expect(
      text.english.hasPrefix("supply too low: left_supply measures 8.9 V (at least 10.5 V);"))
    #expect(text.chinese.hasPrefix("电源电压过低，器件 left_supply 测得 8.9 V（至少 10.5 V）"))

    #expect(robot.ask(.clear) == .causePersists)
    robot.world.plant.setSupply(volts: 12)
    // Good for two seconds, counted from the first good reading.
    robot.run(seconds: 1.9)
    #expect(robot.ask(.clear) == .causePersists)
    robot.run(seconds: 0.25)
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.ask(.arm) == Refusal.none)
  }

  /// One reading is none: the supply is back as soon as it was read once.
  @Test func aSingleReadingStopsNobody() throws {
    var robot = try arm(Self.supply)
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    robot.world.plant.setSupply(volts: 9)
    var isRead = false
    while !isRead {
      robot.run(cycles: 1) { isRead = $0.powers[0].volts < 10 }
    }
    robot.world.plant.setSupply(volts: 12)
    robot.run(seconds: 1)
    #expect(robot.lifecycle == .active)
    #expect(robot.faults.isEmpty)
  }

  /// Braking would give still more back: off at once.
  @Test func aSupplyThatIsTooHighIsLeftAlone() throws {
    var robot = try arm(Self.supply)
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    #expect(robot.ask(.jog, joint: 0, displacement: 0.3, speed: 0.5) == Refusal.none)
    robot.world.plant.setSupply(volts: 15)
    var isOff = false
    robot.run(seconds: 0.21) { snapshot in
      if snapshot.fault != nil { isOff = isOff || !snapshot.outputsEnabled }
      #expect(snapshot.fault == nil || !snapshot.outputsEnabled)
    }
    #expect(isOff)
    #expect(robot.faults.first?.code == .overVoltage)
    #expect(robot.faults.first?.limit == 14)
  }

  /// Six joints that are pushed at by up to 1.5 N.m.
  @Test func tooMuchCurrentStopsTheRobot() throws {
    var robot = try arm("left_supply: { current: 0.5 A }")
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    #expect(robot.faults.isEmpty)
    for step in 1...50 {
      for joint in 0..<6 { robot.world.plant.push(joint: joint, effort: 0.03 * Double(step)) }
      robot.run(cycles: 10)
    }
    #expect(robot.faults.first?.code == .overCurrent)
    #expect(robot.faults.first?.limit == 0.5)
  }

  /// From 70 degC on less effort, at 77.5 degC three quarters; above 85 degC for a second the robot is off, and
  /// not armed before it is at 75 degC.
  @Test func aTemperatureDeratesThenStops() throws {
    var robot = try arm(Self.heat)
    let body = try #require(robot.world.bodies["drivers"])
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    body.set(celsius: 69)
    robot.run(seconds: 0.7)
    #expect(robot.joints.allSatisfy { !$0.limits.contains(.temperature) })
    body.set(celsius: 77.5)
    robot.run(seconds: 0.7)
    #expect(robot.joints.allSatisfy { $0.limits.contains(.temperature) })
    #expect(robot.lifecycle == .active)
    body.set(celsius: 86)
    var time = 0.0
    robot.run(seconds: 2) { snapshot in
      if snapshot.fault == nil { time += 0.002 }
    }
    let fault = try #require(robot.faults.first)
    #expect(fault.code == .overTemperature && device(robot, fault.device) == "drivers")
    #expect(fault.value == 86 && fault.limit == 85)
    // A reading within 0.3 s and what the chip takes to convert, then a second.
    #expect(time > 1 && time < 1.5)
    #expect(robot.lifecycle == .faulted)
    body.set(celsius: 76)
    robot.run(seconds: 1)
    #expect(robot.ask(.clear) == .causePersists)
    body.set(celsius: 75)
    robot.run(seconds: 1)
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.ask(.arm) == Refusal.none)
  }

  /// Only the joints that it is of.
  @Test func aTemperatureIsOfSomeJoints() throws {
    var robot = try arm(
      "drivers: { temperature: 85 degC, derate_from: 60 degC, joints: [elbow_flex, gripper] }")
    let names = robot.model.robot.joints.map(\.name)
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    try #require(robot.world.bodies["drivers"]).set(celsius: 80)
    robot.run(seconds: 0.7)
    let derated = zip(names, robot.joints).filter { $1.limits.contains(.temperature) }.map(\.0)
    #expect(derated == ["elbow_flex", "gripper"])
  }

  /// A thermometer that is gone: slower, and not armed again before it is back.
  @Test func whatIsSilentSlows() throws {
    var robot = try arm(Self.heat)
    var care = robot.system.makeCare()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    robot.world.buses[1].inject(
      FaultPlan(
        seed: 1,
        [
          PlannedFault(
            .noAddressAcknowledge, at: .device(0x48), from: robot.world.clock.now,
            until: robot.world.clock.now + .milliseconds(2_000), probability: 1)
        ]))
    for _ in 0..<600 {
      robot.run(cycles: 1)
      _ = care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    #expect(robot.lifecycle == .degraded)
    let record = try #require(robot.degradations.first)
    #expect(record.code == .watchSilent && device(robot, record.device) == "drivers")
    #expect(robot.ask(.arm) == .sensorNotFresh)
    for _ in 0..<1_000 {
      robot.run(cycles: 1)
      _ = care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    #expect(robot.ask(.arm) == Refusal.none)
    robot.run(seconds: 0.5)
    #expect(robot.lifecycle == .active)
  }

  @Test func whatIsNotMeasuredIsRefused() throws {
    let text = try Fixture.exampleText("lm75")
    let refusals = Fixture.refusals(text + "watch: { driver_heat: { voltage: [1 V, 2 V] } }\n")
    #expect(refusals.count == 1)
    #expect(
      refusals.first?.hasSuffix("watch.driver_heat.voltage: driver_heat measures no voltage")
        == true)
  }
}
