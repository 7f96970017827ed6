import RobotAssembly
import RobotControl
import RobotCore
import SimulatedHAL
import Testing

/// A hand on the simulated arm.
@Suite struct HandTests {
  /// The upper arm leans, so that gravity shows who holds it.
  private static let leaning = [0, 0.8, 0, 0, 0, 0.785]
  private static let lift = 1

  private func standing(_ edit: (String) -> String = { $0 }) throws -> VirtualRobot {
    var robot = try VirtualRobot(arm: edit)
    #expect(robot.stand(at: Self.leaning) == Refusal.none)
    return robot
  }

  /// All joints without stiffness, a little damped.
  private static let floating = [JointTarget](
    repeating: JointTarget(position: .nan, velocity: 0, kp: 0, kd: 0.8, feedForward: .nan),
    count: 6)

  private func float(_ robot: inout VirtualRobot, seconds: Double) {
    robot.send(Self.floating, validFor: seconds + 1)
    robot.run(seconds: seconds)
  }

  @Test func gravityCompensationAloneHoldsTheArm() throws {
    var robot = try standing()
    let before = robot.positions
    float(&robot, seconds: 5)
    for (joint, position) in robot.positions.enumerated() {
      #expect(abs(position - before[joint]) < 0.01, "joint \(joint)")
    }
    #expect(robot.lifecycle == .active)
  }

  /// What holds it above is the compensation, not friction.
  @Test func withoutCompensationItSinks() throws {
    var robot = try standing {
      $0.replacing("gravity: true", with: "gravity: false")
    }
    let before = robot.positions[Self.lift]
    float(&robot, seconds: 1)
    #expect(robot.positions[Self.lift] > before + 0.2)
  }

  @Test func aHandMovesItAndItStaysThere() throws {
    var robot = try standing()
    let before = robot.positions[Self.lift]
    robot.world.plant.push(joint: Self.lift, effort: -0.5)
    float(&robot, seconds: 0.6)
    robot.world.plant.push(joint: Self.lift, effort: 0)
    float(&robot, seconds: 0.4)
    let released = robot.positions[Self.lift]
    #expect(released < before - 0.15)
    float(&robot, seconds: 2)
    #expect(abs(robot.positions[Self.lift] - released) < 0.01)
    #expect(robot.faults.isEmpty)
  }

  /// Pushes that grow in one direction: friction is the same in all, and leaves their slope. It is fitted to
  /// the upper half, for a joint stands anywhere within the count of its encoder, 1.5 mrad.
  @Test(arguments: [5.0, 10, 20, 40])
  func givesWayAsStiffAsCommanded(stiffness: Double) throws {
    var robot = try standing()
    var targets = [JointTarget](repeating: .unspecified(), count: 6)
    targets[Self.lift].kp = stiffness
    targets[Self.lift].kd = 0.8 * stiffness.squareRoot()
    let start = robot.references[Self.lift]
    let most = min(0.1 * stiffness, 2.0)
    let steps = 60
    var slope = (numerator: 0.0, denominator: 0.0)
    for step in 0...steps {
      let effort = most * Double(step) / Double(steps)
      robot.world.plant.push(joint: Self.lift, effort: -effort)
      robot.send(targets, validFor: 1)
      robot.run(seconds: 0.1)
      guard step >= steps / 2 else { continue }
      let fromMean = effort - 0.75 * most
      slope.numerator += fromMean * (start - robot.positions[Self.lift])
      slope.denominator += fromMean * fromMean
    }
    let measured = slope.denominator / slope.numerator
    #expect(abs(measured / stiffness - 1) < 0.03, "\(measured) N.m/rad")
    #expect(robot.faults.isEmpty)
  }
}
