import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits
import SimulatedHAL
import Testing

/// The arm with an emergency stop of two contacts, and a limit switch at the upper end of the shoulder.
@Suite struct LineRoleTests {
  private static let lift = 1

  private func arm() throws -> VirtualRobot {
    try VirtualRobot(arm: { text in
      text.replacing(
        "  estop:        { line: GPIO17, input: normally_closed }\n",
        with: """
            stop_a:       { line: GPIO17, input: normally_closed }
            stop_b:       { line: GPIO22, input: normally_closed }
            lift_top:     { line: GPIO5, input: normally_closed,
                            limit: { joint: shoulder_lift, side: upper } }

          """
      ).replacing(
        "devices:\n",
        with: "estop: { channels: [stop_a, stop_b], discrepancy: 50 ms }\n\ndevices:\n")
    })
  }

  private func lines(_ robot: borrowing VirtualRobot) throws -> (SimulatedLine, SimulatedLine) {
    (
      try #require(robot.world.line(named: "stop_a")),
      try #require(robot.world.line(named: "stop_b"))
    )
  }

  private func ready() throws -> VirtualRobot {
    var robot = try arm()
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.lifecycle == .active)
    return robot
  }

  // MARK: The emergency stop

  @Test(arguments: [0, 1])
  func eitherChannelStopsInTheSameCycle(channel: Int) throws {
    var robot = try ready()
    let (first, second) = try lines(robot)
    (channel == 0 ? first : second).set(true)
    robot.run(cycles: 1)
    #expect(robot.outputsEnabled == false && robot.fault == .emergencyStop)
  }

  @Test func aPressOfBothIsAnOrdinaryStop() throws {
    var robot = try ready()
    let (first, second) = try lines(robot)
    first.set(true)
    robot.run(seconds: 0.04)
    second.set(true)
    robot.run(seconds: 0.5)
    second.set(false)
    robot.run(seconds: 0.04)
    first.set(false)
    robot.run(seconds: 0.5)
    #expect(robot.faults.map(\.code) == [.emergencyStop])
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.ask(.arm) == Refusal.none)
  }

  @Test func aChannelThatDoesNotFollowIsALatchedFault() throws {
    var robot = try ready()
    let (first, second) = try lines(robot)
    first.set(true)
    robot.run(seconds: 0.05)
    #expect(robot.fault == .emergencyStop)
    robot.run(cycles: 3)
    #expect(robot.fault == .emergencyStopDiscrepancy)
    #expect(robot.faults.map(\.code) == [.emergencyStop, .emergencyStopDiscrepancy])
    let record = try #require(robot.faults.last)
    #expect(record.value > 0.05 && record.value < 0.055 && record.limit == 0.05)
    first.set(false)
    robot.run(seconds: 10)
    #expect(robot.ask(.clear) == .causePersists, "time and agreement mend no contact")
    #expect(robot.ask(.arm) == .faultLatched)
    // Both open: the contact was repaired.
    first.set(true)
    second.set(true)
    robot.run(seconds: 0.1)
    #expect(robot.ask(.clear) == .causePersists, "still pressed")
    first.set(false)
    second.set(false)
    robot.run(seconds: 0.1)
    #expect(robot.lifecycle == .faulted && robot.outputsEnabled == false)
    #expect(robot.ask(.clear) == Refusal.none)
    robot.run(seconds: 0.1)
    #expect(robot.outputsEnabled == false, "clearing powers nothing")
    #expect(robot.ask(.arm) == Refusal.none)
  }

  @Test func alsoWhileItIsOff() throws {
    var robot = try arm()
    robot.run(cycles: 20)
    #expect(robot.lifecycle == .disarmed)
    let (_, second) = try lines(robot)
    second.set(true)
    robot.run(seconds: 0.1)
    #expect(robot.lifecycle == .faulted && robot.fault == .emergencyStopDiscrepancy)
  }

  // MARK: The limit switch

  @Test func aLimitSwitchStopsAndIsDrivenAwayFrom() throws {
    var robot = try ready()
    #expect(robot.move(to: VirtualRobot.center, in: 2) == Refusal.none)
    let top = try #require(robot.world.line(named: "lift_top"))
    #expect(robot.ask(.jog, joint: Self.lift, displacement: 1, speed: 1) == Refusal.none)
    robot.run(seconds: 0.5)
    let place = robot.references[Self.lift]
    top.set(true)
    robot.run(seconds: 0.5)
    #expect(robot.lifecycle == .holding && robot.outputsEnabled == true && robot.fault == nil)
    let stop = try #require(robot.stops.first)
    #expect(robot.stops.count == 1 && stop.code == .limitSwitch && stop.joint == Self.lift)
    // 1 rad/s and 20 rad/s^2: 25 mm of a metre's arm.
    let stood = robot.references[Self.lift]
    #expect(stood - place > 0.02 && stood - place < 0.03)
    #expect(abs(robot.positions[Self.lift] - stood) < 0.01)

    #expect(robot.ask(.arm) == Refusal.none)
    robot.run(seconds: 0.5)
    #expect(robot.lifecycle == .active)
    #expect(robot.ask(.jog, joint: Self.lift, displacement: 0.05, speed: 1) == .outsideLimits)
    #expect(robot.ask(.jog, joint: Self.lift, displacement: -0.2, speed: 1) == Refusal.none)
    robot.run(seconds: 0.1)
    // It closes on the way, bouncing.
    for _ in 0..<4 {
      top.set(false)
      robot.run(cycles: 3)
      top.set(true)
      robot.run(cycles: 1)
    }
    top.set(false)
    robot.run(seconds: 0.5)
    #expect(abs(robot.positions[Self.lift] - (stood - 0.2)) < 0.01)
    #expect(robot.joints[Self.lift].limits.contains(.limitSwitch) == false)
    #expect(robot.ask(.jog, joint: Self.lift, displacement: 0.3, speed: 1) == Refusal.none)
    robot.run(seconds: 1)
    #expect(abs(robot.positions[Self.lift] - (stood + 0.1)) < 0.01)
    #expect(robot.stops.count == 1)
  }

  /// A motion of all joints: the others stop too, and on a cut wire nothing gets past.
  @Test func aMotionEndsAtTheSwitch() throws {
    var robot = try ready()
    #expect(robot.move(to: VirtualRobot.center, in: 2) == Refusal.none)
    let top = try #require(robot.world.line(named: "lift_top"))
    let goal = VirtualRobot.center.map { $0 + 0.5 }
    let knots = robot.upload(duration: 1) { joint, time in
      QuinticSegment.point(
        from: MotionPoint(position: VirtualRobot.center[joint], velocity: 0, acceleration: 0),
        to: MotionPoint(position: goal[joint], velocity: 0, acceleration: 0), duration: 1, at: time)
    }
    #expect(robot.ask(.startMotion, knotCount: knots) == Refusal.none)
    robot.run(seconds: 0.5)
    top.set(true)
    robot.run(seconds: 1)
    #expect(robot.lifecycle == .holding)
    for joint in robot.model.joints.indices {
      #expect(abs(robot.references[joint] - goal[joint]) > 0.1, "joint \(joint) went on")
      #expect(abs(robot.joints[joint].referenceVelocity) < 1e-9)
    }
  }
}
