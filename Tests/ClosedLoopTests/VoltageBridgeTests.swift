import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotDrivers
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// A joint behind a DRV8830, from the robot file to the motor and back to the fault.
@Suite struct VoltageBridgeTests {
  private func robot(_ edit: (String) -> String = { $0 }) throws -> VirtualRobot {
    try VirtualRobot(try Fixture.example("drv8830", edit))
  }

  private func chip(_ robot: borrowing VirtualRobot) throws -> DRV8830Model {
    try #require(robot.world.chips["bridge"] as? DRV8830Model)
  }

  /// Half a step of VSET below the least is 0.24 V: 0.24 / 6.5 · 2.6e-3 · 150 · 0.6 = 8.6 mN.m, which the
  /// spring of 2 N.m/rad holds at 4.3 mrad.
  @Test(arguments: ["", "direction: -1\n      "])
  func itTracksAMotion(_ direction: String) throws {
    var robot = try robot { $0.replacing("device: bridge\n", with: "\(direction)device: bridge\n") }
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.move(to: [0.2], in: 1) == Refusal.none)
    for goal in [1.4, 0.3] {
      var worst = 0.0
      let start = robot.references[0]
      #expect(
        robot.play(
          duration: 2,
          point: { _, time in
            QuinticSegment.point(
              from: MotionPoint(position: start, velocity: 0, acceleration: 0),
              to: MotionPoint(position: goal, velocity: 0, acceleration: 0), duration: 2, at: time)
          }
        ) {
          worst = max(
            worst, abs($0.joints[0].referencePosition - $0.joints[0].measuredPosition))
        } == Refusal.none)
      #expect(worst < 0.05, "\(worst)")
      robot.run(seconds: 1)
      #expect(abs(robot.positions[0] - goal) < 0.01, "\(robot.positions)")
    }
    #expect(robot.faults.isEmpty)
    #expect(robot.ask(.disarm) == Refusal.none)
    robot.run(seconds: 0.5)
    #expect(try chip(robot).peek(register: 0) == 0x00, "open")
  }

  /// Nothing below VSET 6 leaves the loop, and nothing above its direction bits' meaning.
  @Test func theCommandKeepsOutOfTheDeadZone() throws {
    var robot = try robot()
    #expect(robot.armAndSettle() == Refusal.none)
    let chip = try chip(robot)
    var seen: Set<UInt8> = []
    #expect(
      robot.play(
        duration: 2,
        point: { _, time in
          QuinticSegment.point(
            from: MotionPoint(position: 0, velocity: 0, acceleration: 0),
            to: MotionPoint(position: 1.4, velocity: 0, acceleration: 0), duration: 2, at: time)
        }
      ) { _ in seen.insert(chip.peek(register: 0)) } == Refusal.none)
    #expect(seen.count > 5)
    for control in seen {
      switch control & 0x03 {
      case 0x03: #expect(control == 0x03, "a brake has no voltage")
      default: #expect(control >> 2 >= 6, "\(control)")
      }
    }
  }

  @Test(
    arguments: [
      (DRV8830Model.Condition(isShorted: true), ActuatorCauses.overCurrent, "over-current"),
      (DRV8830Model.Condition(isHot: true), ActuatorCauses.overTemperature, "over-temperature"),
      (DRV8830Model.Condition(isUndervolted: true), ActuatorCauses.underVoltage, "under-voltage"),
    ])
  func aFaultOfTheChipStopsTheRobot(
    _ condition: DRV8830Model.Condition, _ cause: UInt8, _ word: String
  ) throws {
    var robot = try robot()
    var care = robot.system.makeCare()
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.move(to: [0.5], in: 1) == Refusal.none)
    let chip = try chip(robot)
    robot.world.plant.push(joint: 0, effort: -0.05)
    robot.run(seconds: 0.5)
    chip.meet(condition, at: robot.world.clock.now)
    robot.run(cycles: 3)
    #expect(robot.faults.map(\.code) == [.actuatorFault])
    let record = try #require(robot.faults.first)
    #expect(record.joint == 0 && record.value == Double(cause))
    let text = FaultCatalogue.shipped.text(
      record.code.rawValue,
      FaultCatalogue.Values(
        joint: "finger", units: nil, value: record.value, limit: record.limit))
    #expect(text.english.contains(word))
    #expect(robot.outputsEnabled == false)
    robot.run(cycles: 3)
    #expect(chip.peek(register: 0) == 0x00)
    #expect(robot.ask(.clear) == .causePersists, "FAULT stands")

    // It is cleared beside the cycle, but not as long as its cause stands.
    for _ in 0..<40 {
      robot.run(cycles: 1)
      _ = care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    let isOver = condition.isShorted  // an open bridge is no short
    #expect(chip.peek(register: 1) == 0 || !isOver)
    chip.meet(DRV8830Model.Condition(), at: robot.world.clock.now)
    var events: [DeviceCare.Event] = []
    for _ in 0..<400 {
      robot.run(cycles: 1)
      events += care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    #expect(chip.peek(register: 1) == 0)
    #expect(isOver || events.last?.isMended == true)
    robot.world.plant.push(joint: 0, effort: 0)
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.lifecycle == .active)
  }

  /// ILIMIT comes after 275 ms at the limit; the chip drives on, the robot does not.
  @Test func aStalledMotorIsAFault() throws {
    var robot = try robot()
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.move(to: [0.5], in: 1) == Refusal.none)
    robot.world.plant.push(joint: 0, effort: -0.05)
    robot.run(seconds: 0.5)
    try chip(robot).meet(
      DRV8830Model.Condition(isLimited: true), at: robot.world.clock.now)
    robot.run(seconds: 0.26)
    #expect(robot.faults.isEmpty)
    robot.run(seconds: 0.03)
    #expect(robot.faults.map(\.code) == [.actuatorFault])
    #expect(robot.faults.first?.value == Double(ActuatorCauses.currentLimit))
  }

  @Test func aChipThatDoesNotAnswerIsLost() throws {
    var robot = try robot()
    #expect(robot.armAndSettle() == Refusal.none)
    robot.wires[0].cut(0x64)
    robot.run(cycles: 4)
    #expect(robot.faults.map(\.code) == [.actuatorLost])
    #expect(robot.faults.first?.joint == 0)
    #expect(robot.ask(.clear) == .causePersists)
  }

  /// FAULT that no DRV8830 gives: the command arrives, but nobody knows what became of it.
  @Test func aChipThatReportsNonsenseIsLost() throws {
    var robot = try robot()
    #expect(robot.armAndSettle() == Refusal.none)
    let nonsense = PlannedFault(
      .constantReply(0xE0), at: .device(0x64), from: robot.world.clock.now, until: nil, count: nil,
      probability: 1)
    robot.world.buses[0].inject(FaultPlan(seed: 1, [nonsense]))
    robot.run(cycles: 5)
    #expect(robot.faults.map(\.code) == [.actuatorLost])
  }

  /// Its faults are channels of a sensor beside.
  @Test func itsFaultsAreASensor() throws {
    var robot = try robot()
    robot.run(cycles: 20)
    let sensor = try #require(robot.system.sensors.first { $0.name == "bridge" })
    #expect(
      sensor.channels.map(\.name) == [
        "over_current", "over_temperature", "under_voltage", "current_limit",
      ])
    #expect((0..<4).allSatisfy { robot.snapshots.slot.pointee.sensors[0].health.contains($0) })
  }

  /// The motor is never driven by the time that control is gone, and nothing is left when the daemon ends.
  @Test func itIsOpenedWhenControlDies() throws {
    var robot = try robot()
    #expect(robot.armAndSettle() == Refusal.none)
    robot.world.plant.push(joint: 0, effort: -0.05)
    robot.run(seconds: 0.5)
    let chip = try chip(robot)
    #expect(chip.output != .open)
    for _ in 0..<8 { robot.stepper.stepWithoutControl(robot.world.clock) }
    #expect(chip.output == .open)
    chip.load(register: 0, value: 0xA9)
    #expect(robot.system.makeSafe().isEmpty)
    #expect(chip.peek(register: 0) == 0x00)
  }

  @Test func whatTheFileSaysWrong() throws {
    let text = try Fixture.exampleText("drv8830")
    func refusals(_ old: String, _ new: String) -> [String] {
      Fixture.refusals(text.replacing(old, with: new))
    }
    #expect(
      refusals("supply: 5 V", "supply: 6 V") == [
        "21:24: joints.finger.actuator.motor.supply: \"bridge\" (drv8830) cannot give the motor 6 V"
      ])
    #expect(
      refusals("device: bridge", "device: angle") == [
        "19:15: joints.finger.actuator.device: \"angle\" (as5600) is not a bridge for a motor"
      ])
    #expect(
      refusals("device: bridge", "bridge: [bridge.0, bridge.1]").first
        == "19:16: joints.finger.actuator.bridge[0]: \"bridge\" (drv8830) is not a PWM device")
    #expect(
      refusals("device: bridge", "device: bridge\n      bridge: [bridge.0, bridge.1]").first
        == "20:7: joints.finger.actuator.bridge: cannot stand beside device")
    #expect(
      refusals("address: 0x64", "address: 0x64, every: 2") == [
        "13:63: devices.bridge.every: a joint uses \"bridge\", so that it must be exchanged in every cycle"
      ])
    let second = text.split(separator: "joints:\n")[1].replacing("finger:", with: "thumb:")
    #expect(
      Fixture.refusals(text + second).first
        == "35:15: joints.thumb.actuator.device: \"bridge\" drives the joint \"finger\" already")
  }
}
