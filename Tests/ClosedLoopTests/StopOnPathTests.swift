import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotRuntime
import RobotUnits
import Testing

/// A stop in the middle of the arm's demo motion.
@Suite struct StopOnPathTests {
  /// The demo motion from the references of `robot`, uploaded; its knots.
  private func upload(_ robot: borrowing VirtualRobot) throws -> [TrajectoryKnot] {
    let path = "\(Fixture.root)/Scenarios/arm6-demo.motion.yaml"
    let motion = try MotionFile.load(path: path)
    let joints = robot.model.joints.indices.map { index in
      let bounds = robot.model.joints[index].bounds
      return MotionJoint(
        name: robot.model.robot.joints[index].name, lower: bounds.lower, upper: bounds.upper,
        velocity: bounds.velocity, acceleration: bounds.acceleration)
    }
    let knots = try motion.compile(from: robot.references, joints: joints)
    for (number, knot) in knots.enumerated() {
      robot.system.ports.motion.setTime(knot.time, knot: number)
      for (joint, point) in knot.joints.enumerated() {
        robot.system.ports.motion.setPoint(
          MotionPoint(
            position: point.position, velocity: point.velocity, acceleration: point.acceleration),
          knot: number, joint: joint)
      }
    }
    return knots
  }

  /// Where the motion has `joint` at its own time `time`.
  private func place(_ joint: Int, _ time: Double, _ knots: [TrajectoryKnot]) -> Double {
    let end = knots.firstIndex { $0.time > time } ?? knots.count - 1
    let (from, to) = (knots[end - 1], knots[end])
    func point(_ knot: TrajectoryKnot) -> MotionPoint {
      let joint = knot.joints[joint]
      return MotionPoint(
        position: joint.position, velocity: joint.velocity, acceleration: joint.acceleration)
    }
    return QuinticSegment.point(
      from: point(from), to: point(to), duration: to.time - from.time, at: time - from.time
    ).position
  }

  /// In a move, in the sine, and in the long move; with the limits of the file, and with jerk limits. All
  /// joints are on the path until they rest, within twice the time in which the fastest of them could do
  /// it alone, v/a and a/j (20 rad/s^2). The robot's watch looks at velocity, acceleration and jerk.
  @Test(arguments: [0.4, 2.6, 5.6], [nil, 2_000.0])
  func staysOnThePathUntilItRests(seconds: Double, jerk: Double?) throws {
    var robot = try VirtualRobot(arm: { text in
      guard let jerk else { return text }
      return text.replacing(
        "acceleration: 20 rad/s^2", with: "acceleration: 20 rad/s^2\n      jerk: \(jerk) rad/s^3")
    })
    #expect(robot.model.joints.allSatisfy { $0.bounds.jerk == jerk ?? .infinity })
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    let knots = try upload(robot)
    #expect(robot.ask(.startMotion, knotCount: knots.count) == Refusal.none)
    robot.run(seconds: seconds)
    let fastest = robot.joints.map { abs($0.referenceVelocity) }.max() ?? 0
    #expect(fastest > 0.5)
    let alone = fastest / 20 + (jerk.map { 3 * 20 / $0 } ?? 0)
    let begun = robot.references
    #expect(robot.ask(.stop) == Refusal.none)
    var cycles = 1
    var astray = 0.0
    while robot.lifecycle == .stopping, cycles < 1_000 {
      let time = robot.snapshots.slot.pointee.motionTime
      for joint in 0..<6 {
        astray = max(astray, abs(robot.references[joint] - place(joint, time, knots)))
      }
      robot.run(cycles: 1)
      cycles += 1
    }
    #expect(astray < 1e-9)
    #expect(robot.lifecycle == .holding)
    #expect(robot.joints.allSatisfy { $0.referenceVelocity == 0 })
    #expect(robot.references != begun)
    #expect(Double(cycles) * 0.002 <= 2 * alone + 0.01)
    print("stop at \(seconds) s, jerk \(jerk ?? .infinity): \(cycles) cycles, \(astray) rad astray")
    #expect(robot.faults.isEmpty && robot.violations == 0)
  }
}
