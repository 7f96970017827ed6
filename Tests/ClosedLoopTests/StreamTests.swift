import RobotScenarios
import RobotAssembly
import RobotControl
import RobotCore
import RobotRuntime
import RobotUnits
import TestSupport
import Testing

@Suite struct StreamTests {
  private static let hold = JointTarget.unspecified()

  private func standing(_ edit: (String) -> String = { $0 }) throws -> VirtualRobot {
    var robot = try VirtualRobot(arm: edit)
    // The upper arm leans, so that gravity shows who holds it.
    #expect(robot.stand(at: [0, 0.8, 0, 0, 0, 0.785]) == Refusal.none)
    return robot
  }

  @Test func followsPositions() throws {
    var robot = try standing()
    var targets = robot.references.map {
      JointTarget(position: $0, velocity: 0, kp: .nan, kd: .nan, feedForward: .nan)
    }
    targets[3].position = 0.4
    robot.send(targets, validFor: 2)
    robot.run(seconds: 1)
    #expect(robot.snapshots.slot.pointee.source == .stream)
    #expect(abs(robot.positions[3] - 0.4) < 0.005)
    #expect(abs(robot.positions[1] - 0.8) < 0.005)
  }

  /// NaN leaves everything to the robot: it stands where it stood.
  @Test func leavesToTheRobotWhatIsNotGiven() throws {
    var robot = try standing()
    let before = robot.references
    robot.send([JointTarget](repeating: Self.hold, count: 6), validFor: 2)
    robot.run(seconds: 1) { snapshot in
      for joint in 0..<6 {
        #expect(abs(snapshot.joints[joint].referencePosition - before[joint]) < 1e-9)
      }
    }
    #expect(robot.faults.isEmpty)
  }

  /// Zero gains and a feed-forward are a torque command: the model's gravity stays under it.
  @Test func passesAnEffortThrough() throws {
    var robot = try standing()
    var targets = [JointTarget](repeating: Self.hold, count: 6)
    targets[4] = JointTarget(position: .nan, velocity: .nan, kp: 0, kd: 0, feedForward: 0.4)
    let start = robot.positions[4]
    robot.run(cycles: 1)
    robot.send(targets, validFor: 2)
    robot.run(cycles: 10)
    // The roll axis carries next to nothing.
    #expect(abs(robot.joints[4].desiredEffort - 0.4) < 0.05)
    robot.run(cycles: 50)
    #expect(robot.positions[4] > start + 0.05, "and the joint turns")
  }

  @Test func boundsWhateverIsStreamed() throws {
    var robot = try standing()
    var random = SeededRandom(seed: 7)
    let values: [Double] = [
      0, 1, -1, 30, -30, 1e300, -1e300, .infinity, -.infinity, .nan, 0.5, -0.5, 1e-300,
    ]
    for _ in 0..<100 {
      if robot.lifecycle != .active {
        robot.run(cycles: 100)
        _ = robot.ask(.clear)
        robot.run(cycles: 12)
        _ = robot.ask(.arm)
        robot.run(cycles: 102)
      }
      let targets = (0..<6).map { _ in
        JointTarget(
          position: values.randomElement(using: &random) ?? 0,
          velocity: values.randomElement(using: &random) ?? 0,
          kp: values.randomElement(using: &random) ?? 0,
          kd: values.randomElement(using: &random) ?? 0,
          feedForward: values.randomElement(using: &random) ?? 0)
      }
      robot.send(targets, validFor: 0.05)
      robot.run(cycles: 5)
    }
    #expect(robot.violations == 0)
    #expect(robot.watch.cycles > 1000)
  }

  @Test func holdsWhenTheStreamIsLost() throws {
    var robot = try standing()
    robot.send([JointTarget](repeating: Self.hold, count: 6), validFor: 0.1)
    robot.run(seconds: 0.5)
    #expect(robot.lifecycle == .holding)
    #expect(robot.outputsEnabled == true)
    #expect(abs(robot.positions[1] - 0.8) < 0.005)
    #expect(robot.faults.isEmpty)
  }

  @Test func fallsSlowlyOnDampAndFreelyOnCoast() throws {
    var depth: [String: Double] = [:]
    for reaction in ["damp", "coast"] {
      var robot = try standing { $0.replacing("on_loss: hold", with: "on_loss: \(reaction)") }
      robot.watch.watchesReference = false
      robot.send([JointTarget](repeating: Self.hold, count: 6), validFor: 0.1)
      robot.run(cycles: 60)
      #expect(robot.lifecycle == .holding)
      let start = robot.positions[1]
      var greatest = 0.0
      robot.run(seconds: 0.4) { greatest = max(greatest, abs($0.joints[1].desiredEffort)) }
      depth[reaction] = robot.positions[1] - start
      if reaction == "coast" { #expect(greatest == 0) }
    }
    let damped = try #require(depth["damp"])
    let coasted = try #require(depth["coast"])
    #expect(damped > 0.02, "a damper does not hold")
    #expect(coasted > 2 * damped)
  }

  @Test func takesNoStreamUntilItIsArmedAgain() throws {
    var robot = try standing()
    robot.send([JointTarget](repeating: Self.hold, count: 6), validFor: 0.1)
    robot.run(seconds: 0.5)
    var targets = [JointTarget](repeating: Self.hold, count: 6)
    targets[3].position = 0.4
    robot.send(targets, validFor: 2)
    robot.run(seconds: 0.5)
    #expect(abs(robot.positions[3]) < 0.005, "a client that comes back late moves nothing")
    #expect(robot.ask(.arm) == Refusal.none)
    robot.run(seconds: 1)
    #expect(abs(robot.positions[3] - 0.4) < 0.01)
  }
}
