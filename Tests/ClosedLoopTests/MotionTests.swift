import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits
import SimulatedHAL
import Testing

@Suite struct MotionTests {
  private func standing() throws -> VirtualRobot {
    var robot = try VirtualRobot()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    return robot
  }

  @Test func jogsOneJointAtTheSpeedThatWasAsked() throws {
    var robot = try standing()
    #expect(robot.ask(.jog, joint: 0, displacement: 0.4, speed: 0.5) == Refusal.none)
    var fastest = 0.0
    robot.run(seconds: 1.5) { fastest = max(fastest, abs($0.joints[0].referenceVelocity)) }
    #expect(abs(fastest - 0.5) < 1e-6)
    #expect(abs(robot.positions[0] - 0.4) < 0.004)
    #expect(robot.positions.dropFirst().dropLast().allSatisfy { abs($0) < 0.004 })
    #expect(robot.ask(.jog, joint: 0, displacement: 3, speed: 0.5) == .outsideLimits)
    #expect(robot.ask(.jog, joint: 6, displacement: 0.1, speed: 0.5) == .invalidValue)
  }

  /// `stop` brakes along the reference with 20 rad/s^2 and then holds; the watch looks at every cycle.
  @Test func stopsFromFullSpeedWithinItsAcceleration() throws {
    var robot = try standing()
    #expect(robot.ask(.jog, joint: 0, displacement: 1.5, speed: 3) == Refusal.none)
    robot.run(seconds: 0.25)
    let speed = robot.joints[0].referenceVelocity
    #expect(abs(speed - 3) < 1e-6)
    let place = robot.references[0]
    #expect(robot.ask(.stop) == Refusal.none)
    #expect(robot.lifecycle == .stopping)
    // 3 rad/s at 20 rad/s^2: 150 ms and 0.225 rad.
    robot.run(cycles: 73)
    #expect(robot.joints[0].referenceVelocity > 0)
    robot.run(cycles: 3)
    #expect(robot.joints[0].referenceVelocity == 0)
    #expect(robot.lifecycle == .holding)
    #expect(abs(robot.references[0] - place - 0.225) < 0.004)
    robot.run(seconds: 1)
    #expect(robot.outputsEnabled == true)
    #expect(abs(robot.positions[0] - robot.references[0]) < 0.004)
  }

  @Test func disarmsUnderLoadByBrakingFirst() throws {
    var robot = try standing()
    #expect(robot.ask(.jog, joint: 1, displacement: 0.8, speed: 1) == Refusal.none)
    robot.run(seconds: 0.5)
    #expect(robot.ask(.disarm) == Refusal.none)
    #expect(robot.lifecycle == .stopping)
    #expect(robot.outputsEnabled == true)
    robot.run(seconds: 0.1)
    #expect(robot.lifecycle == .disarmed)
    #expect(robot.outputsEnabled == false)
    #expect(robot.world.line(named: "drive_enable")?.isHigh == true)
    robot.run(cycles: 1)
    #expect(robot.pins.allSatisfy { $0 == 0 })
    #expect(robot.faults.isEmpty)
  }

  @Test func startsNoMotionThatBeginsElsewhere() throws {
    var robot = try standing()
    let knots = robot.upload(duration: 1) { joint, _ in
      MotionPoint(
        position: VirtualRobot.center[joint] + (joint == 4 ? 0.05 : 0), velocity: 0,
        acceleration: 0)
    }
    #expect(robot.ask(.startMotion, knotCount: knots) == .motionStartsElsewhere)
    #expect(robot.ask(.startMotion, knotCount: 5000) == .noMotion, "more knots than there is room")
    #expect(robot.ask(.startMotion, knotCount: -1) == .noMotion)
  }

  /// What the arm lies on when nobody holds it: it is lifted off its stop, against gravity.
  @Test func liftsAFallenArmOffItsStop() throws {
    var robot = try VirtualRobot()
    robot.run(seconds: 3)
    #expect(abs(robot.positions[1]) > 1.7, "the upper arm has fallen")
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    #expect(robot.positions.prefix(5).allSatisfy { abs($0) < 0.004 })
    #expect(robot.faults.isEmpty)
  }
}
