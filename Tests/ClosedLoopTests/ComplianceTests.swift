import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits
import SimulatedHAL
import Testing

/// Admittance and passivity from the robot file, on simulated hardware that somebody presses on.
@Suite struct ComplianceTests {
  private static let plain = "control: { law: impedance, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad }"

  /// A hinge that hangs on nothing, with another `control`. Nobody else looks for oscillations.
  private static func hinge(_ control: String) throws -> VirtualRobot {
    try VirtualRobot(
      try Fixture.model(
        Fixture.hinge.replacing(plain, with: "control: { \(control) }").replacing(
          "robot: hinge", with: "robot: hinge\nsafety: { oscillation: 0 }")))
  }

  // MARK: Admittance

  private static let spring =
    ", admittance: { stiffness: 5 N.m/rad, damping: 1 N.m.s/rad, offset_limit: 20 deg }"

  /// 0.8 N.m on 5 N.m/rad are 0.16 rad, whichever law holds the joint, and back; 3 N.m end at 20 deg.
  @Test(arguments: [
    "law: impedance, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad",
    "law: pid, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad, ki: 100 N.m/(rad.s)",
    "law: pid_2dof, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad, ki: 100 N.m/(rad.s)",
    "law: cascade, position: { kp: 26 s^-1 }, velocity: { kp: 1.5 N.m.s/rad, ki: 20 N.m/rad }",
  ])
  func referenceYieldsToAPush(_ law: String) throws {
    var robot = try Self.hinge(law + Self.spring)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.move(to: [0.3], in: 1) == Refusal.none)
    for (push, offset, tolerance) in [
      (0.8, 0.16, 0.008), (-0.4, -0.08, 0.004), (0, 0, 0.004), (2, 0.3491, 0.001),
    ] {
      robot.world.plant.push(joint: 0, effort: push)
      robot.run(seconds: 3)
      let reached = robot.references[0] - 0.3
      print("\(law.prefix(16)): \(push) N.m moves the reference by \(reached) rad")
      #expect(abs(reached - offset) <= tolerance, "\(push) N.m")
    }
    #expect(robot.violations == 0)
    #expect(robot.faults.isEmpty)
  }

  /// A joint that is led: no spring, 0.5 N.m on 2 N.m.s/rad are 0.25 rad/s, and it stays where it was led to.
  @Test func aJointIsLed() throws {
    var robot = try Self.hinge(
      "law: impedance, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad, admittance: { stiffness: 0, "
        + "damping: 2 N.m.s/rad, offset_limit: 1 rad, deadband: 0.1 N.m }")
    #expect(robot.armAndSettle() == Refusal.none)
    let start = robot.references[0]
    robot.world.plant.push(joint: 0, effort: 0.6)
    robot.run(seconds: 1)
    robot.world.plant.push(joint: 0, effort: 0)
    robot.run(seconds: 1)
    let reached = robot.references[0] - start
    #expect(abs(reached - 0.25) < 0.03, "\(reached)")
    let rest = robot.references[0]
    robot.run(seconds: 2)
    #expect(abs(robot.references[0] - rest) < 0.002)
  }

  /// The arm's weight is no push, in rest and in motion; a push is, on top of it. The URDF's friction of
  /// 0.05 N.m is what the deadband is for.
  @Test func weightAndMotionAreNoPush() throws {
    var robot = try VirtualRobot(arm: { file in
      file.replacing(
        "gravity: true",
        with: "gravity: true\n      admittance: { stiffness: 8 N.m/rad, damping: 2 N.m.s/rad, "
          + "offset_limit: 15 deg, deadband: 0.12 N.m }")
    })
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    var largest = [Double](repeating: 0, count: 6)
    let goal = VirtualRobot.center.map { $0 + 0.3 }
    #expect(robot.move(to: goal, in: 1.5) == Refusal.none)
    for joint in 0..<6 { largest[joint] = abs(robot.references[joint] - goal[joint]) }
    print("arm with admittances: offsets at rest \(largest) rad")
    #expect(largest.allSatisfy { $0 < 0.02 })
    let before = robot.references[1]
    robot.world.plant.push(joint: 1, effort: 0.92)
    robot.run(seconds: 3)
    let yielded = robot.references[1] - before
    print("0.92 N.m less 0.12 on 8 N.m/rad: \(yielded) rad")
    #expect(abs(yielded - 0.1) < 0.02)
    #expect(robot.faults.isEmpty)
  }

  // MARK: Passivity

  private static let observer =
    ", passivity: { damping_limit: 1 N.m.s/rad, energy_limit: 20 mJ, rest_velocity: 0.3 rad/s, "
    + "least_scale: 0.02, grain: 0.1 deg, friction: 0.05 N.m }"

  /// A stiffness without damping that the delay of bus and motor turns into an engine.
  private static func swing(_ control: String) throws -> (swing: Double, isNoted: Bool) {
    var robot = try hinge(control)
    #expect(robot.armAndSettle() == Refusal.none)
    robot.world.plant.push(joint: 0, effort: 1)
    robot.run(seconds: 0.1)
    robot.world.plant.push(joint: 0, effort: 0)
    robot.run(seconds: 1.4)
    var (low, high, isNoted) = (Double.infinity, -Double.infinity, false)
    robot.run(seconds: 0.5) { snapshot in
      low = min(low, snapshot.joints[0].measuredPosition)
      high = max(high, snapshot.joints[0].measuredPosition)
      if snapshot.joints[0].limits.contains(.passivity) { isNoted = true }
    }
    return (high - low, isNoted)
  }

  @Test func anEngineIsBackedOff() throws {
    let law = "law: impedance, kp: 100 N.m/rad, kd: 0"
    let bare = try Self.swing(law)
    let observed = try Self.swing(law + Self.observer)
    print("delayed spring swings \(bare.swing) rad, observed \(observed.swing) rad")
    #expect(bare.swing > 0.1 && !bare.isNoted)
    #expect(observed.swing < 0.5 * bare.swing && observed.isNoted)
  }

  /// A sine on all joints of the arm, with gravity, friction and backlash: nothing is damped or backed off.
  @Test func isQuietWhereNothingIsWrong() throws {
    var robot = try VirtualRobot(arm: { file in
      file.replacing("gravity: true", with: "gravity: true\n      " + Self.observer.dropFirst(2))
    })
    #expect(robot.model.joints.allSatisfy { $0.passivity != nil })
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    var noted = [Int](repeating: 0, count: 6)
    for goal in [0.5, -0.5, 0] {
      let pose = VirtualRobot.center.map { $0 + goal }
      #expect(robot.move(to: pose, in: 1.2) == Refusal.none)
      robot.run(seconds: 0.5) { snapshot in
        for joint in 0..<6 where snapshot.joints[joint].limits.contains(.passivity) {
          noted[joint] += 1
        }
      }
    }
    #expect(noted == [Int](repeating: 0, count: 6))
    #expect(robot.faults.isEmpty)
  }
}
