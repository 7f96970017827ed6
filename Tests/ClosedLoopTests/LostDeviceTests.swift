import RobotAssembly
import RobotControl
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

@Suite struct LostDeviceTests {
  private func standing() throws -> VirtualRobot {
    var robot = try VirtualRobot()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    return robot
  }

  @Test(arguments: 1...3)
  func ridesThroughAFewMissingReadings(_ cycles: Int) throws {
    var robot = try standing()
    robot.wires[0].cut(0x36, channel: 1)
    robot.run(cycles: cycles)
    #expect(robot.joints[1].age == UInt32(cycles))
    robot.wires[0].mend()
    robot.run(seconds: 0.5)
    #expect(robot.faults.isEmpty)
    #expect(robot.lifecycle == .active)
    #expect(robot.joints.allSatisfy { $0.age == 0 })
  }

  @Test func faultsWithTheRightJointWhenAnEncoderStaysAway() throws {
    var robot = try standing()
    robot.wires[1].cut(0x36, channel: 2)
    var oldest = [UInt32](repeating: 0, count: 6)
    robot.run(cycles: 4) { snapshot in
      for joint in 0..<6 { oldest[joint] = max(oldest[joint], snapshot.joints[joint].age) }
    }
    #expect(robot.faults.map(\.code) == [.encoderLost])
    #expect(robot.faults.first?.joint == 5)
    #expect(robot.outputsEnabled == false)
    // The others miss nothing, also not the cycle in which the transfer that they shared failed: the
    // right bus has 1700 us, of which its cycle takes 1160 on the wire and 50 beside it. In what is
    // left the two other encoders are asked again, 77 clocks and 50 us each.
    #expect(oldest == [0, 0, 0, 0, 0, 4])
    robot.run(cycles: 50)
    #expect(robot.joints.map(\.age).prefix(5) == [0, 0, 0, 0, 0])
  }

  @Test func doesNotBelieveAnEncoderWithoutMagnet() throws {
    var robot = try standing()
    let encoder = try #require(robot.world.chips["elbow_angle"] as? AS5600Model)
    encoder.magnet.isDetected = false
    robot.run(cycles: 4)
    #expect(robot.faults.map(\.code) == [.encoderLost])
    #expect(robot.faults.first?.joint == 2)
  }

  @Test func faultsWhenTheBridgesTakeNoCommands() throws {
    var robot = try standing()
    robot.wires[1].cut(0x41)
    robot.run(cycles: 3)
    #expect(robot.faults.isEmpty)
    robot.run(cycles: 1)
    #expect(robot.faults.map(\.code) == [.actuatorLost])
    #expect(robot.faults.first?.joint == 3, "the first joint of the right bus")
    // What the chip still drives is cut by its enable pin.
    #expect(robot.pins.allSatisfy { $0 == 0 })
    #expect(robot.ask(.clear) == .causePersists)
    robot.wires[1].mend()
    robot.run(cycles: 20)
    #expect(robot.ask(.clear) == Refusal.none)
    robot.run(cycles: 20)
    #expect(robot.ask(.arm) == Refusal.none)
  }

  @Test func showsNoOldSupplyVoltageAsValid() throws {
    var robot = try VirtualRobot()
    var valid: [Bool] = []
    robot.run(cycles: 120) { valid.append($0.powers[0].isValid) }
    #expect(valid.first == false, "nothing was read yet")
    #expect(valid.last == true)
    robot.wires[0].cut(0x44)
    robot.run(cycles: 60)
    #expect(robot.snapshots.slot.pointee.powers[0].isValid == false)
  }

  /// The loop hangs while its buses run on: within five cycles every bridge is open, and stays so.
  @Test func opensTheBridgesWhenControlDies() throws {
    var robot = try standing()
    // Gravity alone keeps the arm's bridges busy.
    #expect(robot.pins.contains { $0 > 0 })
    var driven: [Bool] = []
    for _ in 0..<12 {
      robot.stepper.stepWithoutControl(robot.world.clock)
      driven.append(robot.pins.contains { $0 > 0 })
    }
    // The last command left with the first of these cycles, and is repeated until it is 5 cycles old.
    #expect(driven == [true, true, true, true, true] + [Bool](repeating: false, count: 7))
  }

  /// A loop that comes back after 0.1 s does not pick up where it was.
  @Test func stopsALoopThatStalled() throws {
    var robot = try standing()
    for _ in 0..<51 { robot.stepper.stepWithoutControl(robot.world.clock) }
    robot.run(seconds: 1)
    #expect(robot.faults.map(\.code).contains(.loopStalled))
    #expect(robot.outputsEnabled == false)
  }

  @Test func survivesAShortStall() throws {
    var robot = try standing()
    for _ in 0..<3 { robot.stepper.stepWithoutControl(robot.world.clock) }
    robot.run(seconds: 0.5)
    #expect(robot.faults.isEmpty)
    #expect(robot.lifecycle == .active)
  }
}
