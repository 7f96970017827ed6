import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits
import SimulatedHAL
import Testing

@Suite struct EmergencyStopTests {
  /// The arm in the middle of a motion.
  private func moving() throws -> VirtualRobot {
    var robot = try VirtualRobot()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    let knots = robot.upload(duration: 1) { joint, time in
      QuinticSegment.point(
        from: MotionPoint(position: VirtualRobot.center[joint], velocity: 0, acceleration: 0),
        to: MotionPoint(position: VirtualRobot.center[joint] + 0.5, velocity: 0, acceleration: 0),
        duration: 1, at: time)
    }
    #expect(robot.ask(.startMotion, knotCount: knots) == Refusal.none)
    robot.run(seconds: 0.5)
    #expect(robot.joints.allSatisfy { $0.referenceVelocity > 0.5 })
    #expect(robot.pins.contains { $0 > 0 })
    return robot
  }

  @Test func switchesOffInTheSameControlCycle() throws {
    var robot = try moving()
    let line = try #require(robot.world.line(named: "estop"))
    let enable = try #require(robot.world.line(named: "drive_enable"))
    #expect(!enable.isHigh)
    line.set(true)
    robot.run(cycles: 1)
    #expect(robot.outputsEnabled == false)
    #expect(enable.isHigh)
    #expect(robot.pins.allSatisfy { $0 == 0 })
    #expect(robot.joints.allSatisfy { $0.duty == 0 && $0.appliedEffort == 0 })
    #expect(robot.lifecycle == .faulted)
    #expect(robot.fault == .emergencyStop)
    #expect(robot.faults.map(\.code) == [.emergencyStop])
    // The registers follow with the next transfer: released by mistake, the line drives nothing.
    robot.run(cycles: 1)
    enable.set(false)
    #expect(robot.pins.allSatisfy { $0 == 0 })
  }

  @Test func staysLatchedUntilItIsClearedAndArmed() throws {
    var robot = try moving()
    let line = try #require(robot.world.line(named: "estop"))
    line.set(true)
    robot.run(seconds: 0.2)
    #expect(robot.ask(.clear) == .causePersists)
    #expect(robot.ask(.arm) == .faultLatched)
    line.set(false)
    robot.run(seconds: 0.2)
    #expect(robot.lifecycle == .faulted, "releasing the button moves nothing")
    #expect(robot.ask(.arm) == .faultLatched)
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.lifecycle == .disarmed)
    robot.run(seconds: 0.2)
    #expect(robot.outputsEnabled == false, "clearing powers nothing")
    #expect(robot.pins.allSatisfy { $0 == 0 })
    #expect(robot.world.line(named: "drive_enable")?.isHigh == true)
  }

  /// The arm has fallen meanwhile: it holds where it is, and does not return to where it was.
  @Test func armsWhereTheRobotIs() throws {
    var robot = try moving()
    let line = try #require(robot.world.line(named: "estop"))
    let before = robot.references
    line.set(true)
    robot.run(seconds: 4)
    line.set(false)
    #expect(robot.ask(.clear) == Refusal.none)
    robot.run(cycles: 20)
    let fallen = robot.positions
    #expect(zip(fallen, before).contains { abs($0 - $1) > 0.3 })
    #expect(robot.ask(.arm) == Refusal.none)
    // One count of the encoder is 2 pi / 4096 rad.
    for (joint, now) in robot.joints.enumerated() {
      #expect(abs(now.referencePosition - fallen[joint]) <= 0.001_534, "joint \(joint)")
      #expect(now.referenceVelocity == 0)
    }
    var farthest = 0.0
    robot.run(seconds: 1) { snapshot in
      for joint in 0..<6 {
        farthest = max(farthest, abs(snapshot.joints[joint].measuredPosition - fallen[joint]))
      }
    }
    #expect(robot.lifecycle == .active)
    // On its stop a joint is 0.01 rad outside, and comes back to its limit; the gains ramp up meanwhile.
    #expect(farthest < 0.05)
    #expect(robot.faults.count == 1)
  }

  @Test func refusesToArmWhilePressed() throws {
    var robot = try VirtualRobot()
    robot.world.line(named: "estop")?.set(true)
    robot.run(cycles: 30)
    #expect(robot.ask(.arm) == .emergencyStopPressed)
    #expect(robot.outputsEnabled == false)
  }
}
