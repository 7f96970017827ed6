import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// Devices that fail now and then, against their budgets.
@Suite struct ErrorBudgetTests {
  private func run(
    _ robot: inout VirtualRobot, _ care: inout DeviceCare, seconds: Double
  ) -> [DeviceCare.Event] {
    var events: [DeviceCare.Event] = []
    for _ in 0..<Int(seconds * 500) {
      robot.run(cycles: 1)
      events += care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    }
    return events
  }

  private func health(_ robot: borrowing VirtualRobot, _ name: String) -> DeviceHealth? {
    robot.model.robot.devices.firstIndex { $0.name == name }.map {
      robot.snapshots.slot.pointee.devices[$0]
    }
  }

  private func inject(
    _ robot: borrowing VirtualRobot, _ place: FaultPlace, _ probability: Double
  ) {
    robot.world.buses[0].inject(
      FaultPlan(
        seed: 7,
        [
          PlannedFault(
            .noAddressAcknowledge, at: place, from: robot.world.clock.now, probability: probability)
        ]))
  }

  private static let pan = FaultPlace.behind(mux: 0x71, channel: 0, 0x36)
  /// Ten cycles of patience: what is tested is the rate, not a gap.
  private static let patient = "safety: { stale: 20 ms }\n"

  /// 3 % of the transfers fail: an exchange that goes alone is repeated only where there is time.
  /// The robot goes on slower, and that is all; only arming gives its speed back.
  @Test func aFewErrorsDegradeADeviceAndStopNothing() throws {
    var robot = try VirtualRobot(arm: { $0 + Self.patient })
    var care = robot.system.makeCare()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    #expect(health(robot, "pan_angle")?.state == .good)
    inject(robot, Self.pan, 0.03)
    let events = run(&robot, &care, seconds: 3)
    #expect(robot.lifecycle == .degraded)
    let record = try #require(robot.degradations.first)
    #expect(robot.degradations.count == 1)
    #expect(record.code == .encoderDegraded && record.joint == 0)
    #expect(record.value == 6 && record.limit == 5)
    #expect(robot.snapshots.slot.pointee.degradation?.cycle.index == record.cycle.index)
    #expect(
      robot.model.robot.blamedDevice(
        record.code.rawValue, joint: record.joint, device: record.device) == "pan_angle")
    #expect(robot.faults.isEmpty)
    #expect(Set(events.map(\.device)) == ["pan_angle"])
    #expect(events.first?.isMended == false)
    #expect(events.first?.text.english.contains("pan_angle is degraded: 6 exchanges") == true)
    #expect(events.first?.text.chinese.contains("器件 pan_angle 性能下降") == true)
    #expect(health(robot, "lift_angle")?.errors == 0)
    robot.world.buses[0].inject(FaultPlan(seed: 1, []))
    let later = run(&robot, &care, seconds: 1.2)
    #expect(later.last?.isMended == true)
    #expect(health(robot, "pan_angle")?.state == .good)
    #expect(health(robot, "pan_angle")?.errors == 0)
    #expect(robot.lifecycle == .degraded)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.lifecycle == .active)
    #expect(robot.snapshots.slot.pointee.degradation == nil)
  }

  /// Whoever arms meanwhile has a robot that is degraded from the start.
  @Test func armingEndsDegradedWhileTheDeviceIs() throws {
    var robot = try VirtualRobot(arm: { $0 + Self.patient })
    robot.run(cycles: 20)
    for _ in 0..<6 {
      robot.wires[0].cut(0x36, channel: 0)
      robot.run(cycles: 1)
      robot.wires[0].mend()
      robot.run(cycles: 10)
    }
    #expect(health(robot, "pan_angle")?.state == .degraded)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.lifecycle == .degraded)
    #expect(robot.degradations.map(\.code) == [.encoderDegraded])
  }

  @Test func anEncoderBeyondItsBudgetIsAFault() throws {
    var robot = try VirtualRobot(arm: { $0 + Self.patient })
    var care = robot.system.makeCare()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    inject(robot, Self.pan, 0.4)
    let events = run(&robot, &care, seconds: 1.5)
    let fault = try #require(robot.faults.first)
    #expect(fault.code == .encoderUnreliable)
    #expect(fault.code.rawValue == 204)
    #expect(fault.joint == 0)
    #expect(fault.value == 51)
    #expect(fault.limit == 50)
    #expect(
      robot.model.robot.blamedDevice(
        fault.code.rawValue, joint: fault.joint, device: fault.device) == "pan_angle")
    let text = FaultCatalogue.shipped.text(
      fault.code.rawValue,
      FaultCatalogue.Values(
        joint: "shoulder_pan", units: nil, device: "pan_angle", value: fault.value,
        limit: fault.limit))
    #expect(text.english.contains("encoder pan_angle failed or gave invalid replies 51 times"))
    #expect(text.chinese.contains("编码器 pan_angle"))
    #expect(robot.outputsEnabled == false)
    #expect(
      events.map(\.text.english).contains { $0.contains("pan_angle is beyond its error budget") })
    #expect(robot.ask(.clear) == .causePersists)
    robot.world.buses[0].inject(FaultPlan(seed: 1, []))
    robot.run(seconds: 1.1)
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.armAndSettle() == Refusal.none)
  }

  @Test func soIsAPWMDevice() throws {
    var robot = try VirtualRobot(arm: { $0 + Self.patient })
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    inject(robot, .device(0x41), 0.4)
    robot.run(seconds: 1.5)
    #expect(robot.faults.map(\.code) == [.actuatorUnreliable])
    #expect(robot.degradations.map(\.code) == [.actuatorDegraded])
    let fault = try #require(robot.faults.first)
    #expect(
      robot.model.robot.blamedDevice(
        fault.code.rawValue, joint: fault.joint, device: fault.device) == "left_pwm")
  }

  /// Ten exchanges a second, all of which fail: no joint needs it.
  @Test func aSensorThatNoJointNeedsIsOnlyDegraded() throws {
    var robot = try VirtualRobot()
    var care = robot.system.makeCare()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    inject(robot, .device(0x44), 1)
    let events = run(&robot, &care, seconds: 3)
    #expect(events.map(\.device) == ["left_supply"])
    #expect(robot.faults.isEmpty)
    #expect(robot.lifecycle == .active)
  }

  /// The robot file's own budget: the third error is one too many.
  @Test func theBudgetIsTheRobotFiles() throws {
    var robot = try VirtualRobot(arm: { text in
      text.replacing(
        "pan_angle:    { driver: as5600, bus: left, via: left_mux.0 }",
        with: "pan_angle:    { driver: as5600, bus: left, via: left_mux.0,"
          + " errors: { window: 4 s, degrade: 1, fault: 2 } }")
    })
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    for _ in 0..<2 {
      robot.wires[0].cut(0x36, channel: 0)
      robot.run(cycles: 1)
      robot.wires[0].mend()
      robot.run(cycles: 200)
    }
    #expect(robot.faults.isEmpty)
    #expect(health(robot, "pan_angle")?.state == .degraded)
    #expect(robot.lifecycle == .degraded)
    robot.wires[0].cut(0x36, channel: 0)
    robot.run(cycles: 1)
    robot.wires[0].mend()
    robot.run(cycles: 1)
    #expect(robot.faults.map(\.code) == [.encoderUnreliable])
    #expect(robot.faults.first?.value == 3)
  }
}
