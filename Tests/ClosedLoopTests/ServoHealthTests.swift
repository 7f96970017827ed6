import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDrivers
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// What servos tell beside their angles, and how often they may be silent.
@Suite struct ServoHealthTests {
  private static let pan = 0

  private func values(_ robot: borrowing VirtualRobot, _ sensor: Int) -> [Double] {
    let description = robot.system.sensors[sensor]
    return description.channels.indices.map {
      robot.snapshots.slot.pointee.sensorValues[description.firstValue + $0]
    }
  }

  @Test func servosAreSensors() throws {
    var robot = try VirtualRobot(try ServoRobotTests.so101())
    let sensors = robot.system.sensors
    #expect(sensors.map(\.name) == ["pan", "lift", "elbow", "flex", "roll", "jaw"])
    #expect(
      sensors[0].channels.map(\.name) == ["velocity", "load", "supply", "temperature", "current"])
    #expect(sensors.allSatisfy { $0.driver == "feetech" && $0.every == 1 && $0.bus == 0 })
    robot.world.servos[2].expose(volts: 11.5, celsius: 41)
    robot.run(cycles: 20)
    let sample = robot.snapshots.slot.pointee.sensors[2]
    #expect((0..<5).allSatisfy { sample.health.contains($0) } && sample.age == 0)
    let elbow = values(robot, 2)
    #expect(elbow[2] == 11.5 && elbow[3] == 41)
    let pan = values(robot, Self.pan)
    #expect(pan[2] == 12 && pan[3] == 30)
    // A servo that is gone has no numbers that count.
    robot.world.servos[2].setPlugged(false)
    robot.run(cycles: 2)
    let gone = robot.snapshots.slot.pointee.sensors[2].health
    #expect((0..<5).allSatisfy { !gone.contains($0) })
  }

  /// Single answers are missing, one in eleven: no gap is as long as `safety.stale`.
  private func miss(_ robot: inout VirtualRobot, _ times: Int) {
    for _ in 0..<times {
      robot.world.servos[Self.pan].setPlugged(false)
      robot.run(cycles: 1)
      robot.world.servos[Self.pan].setPlugged(true)
      robot.run(cycles: 10)
    }
  }

  @Test func aServoThatMissesAnswersIsDegradedAndThenAFault() throws {
    let model = try Fixture.so101 {
      $0.replacing("id: 1, model: sts3215,", with: "id: 1, errors: { degrade: 3, fault: 6 },")
    }
    var robot = try VirtualRobot(model)
    var care = robot.system.makeCare()
    #expect(robot.stand(at: ServoRobotTests.center) == Refusal.none)
    func health() -> DeviceHealth { robot.snapshots.slot.pointee.devices[Self.pan] }
    miss(&robot, 3)
    #expect(health().state == .good && health().errors == 3)
    miss(&robot, 1)
    #expect(health().state == .degraded && robot.lifecycle == .degraded)
    #expect(robot.degradations.map(\.code) == [.encoderDegraded])
    let events = care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
    #expect(events.map(\.device) == ["pan"])
    miss(&robot, 3)
    let fault = try #require(robot.faults.first)
    #expect(fault.code == .encoderUnreliable && fault.joint == Self.pan)
    #expect(fault.value == 7 && fault.limit == 6)
    #expect(
      model.robot.blamedDevice(
        fault.code.rawValue, joint: fault.joint, device: fault.device) == "pan")
    #expect(robot.world.servos.allSatisfy { $0.peek(register: 40) == 0 })
  }
}
