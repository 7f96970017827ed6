import RobotScenarios
import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits
import TestSupport
import Testing

/// Odd numbers through the whole path, from the stream's frame to the bytes on the bus.
@Suite struct FloatingPointTests {
  /// A denormal command is a command of zero, bit for bit: nothing on the path computes with it.
  @Test func aDenormalIsZero() throws {
    // The least, the largest, and one in the middle.
    let denormals = [1, 0x000F_FFFF_FFFF_FFFF, 0x0000_1234_5678_9ABC].map(Double.init(bitPattern:))
    func run(_ pick: (inout SeededRandom) -> Double) throws -> [UInt64] {
      var robot = try VirtualRobot(arm: { $0 })
      #expect(robot.stand(at: [0, 0.8, 0, 0, 0, 0.785]) == Refusal.none)
      var random = SeededRandom(seed: 11)
      var bits: [UInt64] = []
      for _ in 0..<20 {
        let targets = (0..<6).map { _ in
          JointTarget(
            position: pick(&random), velocity: pick(&random), kp: pick(&random), kd: pick(&random),
            feedForward: pick(&random))
        }
        robot.send(targets, validFor: 1)
        robot.run(cycles: 4) { snapshot in
          for joint in 0..<6 {
            let now = snapshot.joints[joint]
            bits += [
              now.referencePosition.bitPattern, now.referenceVelocity.bitPattern,
              now.desiredEffort.bitPattern, now.appliedEffort.bitPattern, now.duty.bitPattern,
            ]
          }
        }
        bits += robot.pins.map(\.bitPattern)
      }
      #expect(robot.violations == 0)
      return bits
    }
    let zeros = try run { random in
      _ = random.next()
      return 0
    }
    let tiny = try run { random in denormals[Int(random.next() % 3)] }
    #expect(zeros == tiny)
  }

  /// NaN, infinities, the largest and the smallest numbers, in every field and all at once: every duty at
  /// the pins stays within 0...1, and the robot can be armed again afterwards.
  @Test func whateverIsSentThePinsAreSane() throws {
    let values: [Double] = [
      .nan, -.nan, .signalingNaN, .infinity, -.infinity, .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0, -0.0, 1e-160,
      0.4,
    ]
    let seed: UInt64 = 23
    var random = SeededRandom(seed: seed)
    var robot = try VirtualRobot(try Fixture.model(Fixture.hinge))
    robot.watch.watchesReference = false
    #expect(robot.armAndSettle() == Refusal.none)
    for _ in 0..<200 {
      var pick: Double { values[Int(random.next() % UInt64(values.count))] }
      robot.send(
        [JointTarget(position: pick, velocity: pick, kp: pick, kd: pick, feedForward: pick)],
        validFor: 0.1)
      robot.run(cycles: 3)
      #expect(robot.pins.allSatisfy { $0 >= 0 && $0 <= 1 }, "seed \(seed)")
      if robot.lifecycle == .faulted {
        robot.run(seconds: 0.5)
        _ = robot.ask(.clear)
        _ = robot.armAndSettle()
      }
    }
    #expect(robot.violations == 0, "seed \(seed)")
    robot.run(seconds: 1)
    _ = robot.ask(.disarm)
    robot.run(seconds: 1)
    _ = robot.ask(.clear)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.lifecycle == .active)
  }
}
