import Glibc
import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits
import TestSupport
import Testing

/// Laws of PID loops from the robot file to the simulated chips and back: the shipped arm, every joint's
/// `law: pid` replaced.
@Suite struct LoopLawTests {
  /// What stands in the place of `law: pid` and its gains: 40 N.m/rad and 1.5 N.m.s/rad in all of them.
  static let laws = [
    "pid_2dof": """
    law: pid_2dof
          kp: 40 N.m/rad
          kd: 1.5 N.m.s/rad
          ki: 100 N.m/(rad.s)
          integral_limit: 0.5 N.m
          anti_windup: back_calculation
          tracking_time: 120 ms
          deadband: 0.02 deg
          effort_rate: 400 N.m/s
    """,
    "cascade": """
    law: cascade
          position: { kp: 26 s^-1, acceleration: 60 rad/s^2 }
          velocity: { kp: 1.5 N.m.s/rad, ki: 20 N.m/rad, integral_limit: 0.5 N.m }
    """,
    "schedule": """
    law: pid_2dof
          schedule: { position: [
            { at: -1 rad, kp: 30 N.m/rad, ki: 100 N.m/(rad.s), kd: 1.2 N.m.s/rad },
            { at: 0 rad, kp: 45 N.m/rad, ki: 100 N.m/(rad.s), kd: 1.6 N.m.s/rad },
            { at: 1 rad, kp: 30 N.m/rad, ki: 60 N.m/(rad.s), kd: 1.2 N.m.s/rad } ] }
          integral_limit: 0.5 N.m
    """,
  ]

  static func arm(_ law: String) throws -> VirtualRobot {
    let text = try #require(laws[law])
    return try VirtualRobot(arm: { file in
      file.replacing(
        """
        law: pid
              kp: 40 N.m/rad
              kd: 1.5 N.m.s/rad
              ki: 100 N.m/(rad.s)
              integral_limit: 0.5 N.m
        """, with: text)
    })
  }

  /// As `TrackingTests` for `law: pid`: 0.5 rad at 0.5 Hz within 10 mrad RMS, with gravity, friction and
  /// backlash.
  @Test(arguments: ["pid_2dof", "cascade", "schedule"])
  func followsASine(_ law: String) throws {
    var robot = try Self.arm(law)
    #expect(robot.model.joints.allSatisfy { $0.loops != nil })
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    var sums = [Double](repeating: 0, count: 6)
    var cycles = 0.0
    let refusal = robot.play(duration: 5, point: Self.sine) { snapshot in
      guard snapshot.motionTime > 1, snapshot.source == .motion else { return }
      cycles += 1
      for joint in 0..<6 {
        let now = snapshot.joints[joint]
        let error = now.referencePosition - now.measuredPosition
        sums[joint] += error * error
      }
    }
    #expect(refusal == Refusal.none)
    #expect(robot.faults.isEmpty)
    #expect(robot.violations == 0)
    #expect(cycles >= 1900)
    let rms = sums.map { ($0 / cycles).squareRoot() * 1e3 }
    print("\(law), sine 0.5 rad 0.5 Hz: RMS \(rms.map { ($0 * 100).rounded() / 100 }) mrad")
    for joint in 0..<6 { #expect(rms[joint] <= 10, "joint \(joint)") }
  }

  /// 0.2 rad to within 2 % in half a second, with less than 10 % overshoot, and no error left.
  @Test(arguments: ["pid_2dof", "cascade", "schedule"])
  func settlesAStep(_ law: String) throws {
    var robot = try Self.arm(law)
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    for joint in 0..<3 {
      var targets = robot.references.map { position in
        var target = JointTarget.unspecified()
        target.position = position
        return target
      }
      targets[joint].position += 0.2
      let goal = targets[joint].position
      robot.send(targets, validFor: 5)
      var (cycle, settled, overshoot) = (0, 0, 0.0)
      robot.run(seconds: 1) { snapshot in
        cycle += 1
        let error = snapshot.joints[joint].measuredPosition - goal
        overshoot = max(overshoot, error / 0.2)
        if abs(error) > 0.02 * 0.2 { settled = cycle }
      }
      print("\(law), step, joint \(joint): \(2 * settled) ms, overshoot \(overshoot * 100) %")
      #expect(settled <= 250 && settled > 20, "joint \(joint)")
      #expect(overshoot <= 0.1, "joint \(joint)")
    }
    #expect(robot.faults.isEmpty)
  }

  /// Gains and feed-forward that a stream changes at random, its ends, stops and arming: no limit is broken
  /// (`LimitWatch` looks at every cycle), and gravity goes on being held.
  @Test(arguments: ["pid_2dof", "cascade"])
  func keepsItsLimitsUnderAStream(_ law: String) throws {
    for seed in UInt64(1)...3 {
      var random = SeededRandom(seed: seed)
      var robot = try Self.arm(law)
      #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
      for _ in 0..<40 {
        let targets = VirtualRobot.center.map { center in
          JointTarget(
            position: center + random.number(-0.1...0.1), velocity: .nan,
            kp: Bool.random(using: &random) ? .nan : random.number(5...60),
            kd: Bool.random(using: &random) ? .nan : random.number(0.5...2),
            feedForward: Bool.random(using: &random) ? .nan : random.number(-0.3...0.3))
        }
        robot.send(targets, validFor: random.number(0.01...0.3))
        robot.run(seconds: random.number(0.02...0.2))
        if robot.lifecycle == .holding { #expect(robot.ask(.arm) == Refusal.none) }
      }
      #expect(robot.violations == 0, "seed \(seed)")
      #expect(robot.faults.isEmpty, "seed \(seed): \(robot.faults)")
    }
  }

  /// 0.5 rad at 0.5 Hz about the centre; the amplitude grows over the first second.
  private static func sine(joint: Int, time: Double) -> MotionPoint {
    let t = min(time, 1)
    let ramp = t * t * t * (10 - 15 * t + 6 * t * t)
    let rampRate = time < 1 ? 30 * t * t * (1 - t) * (1 - t) : 0
    let rampCurve = time < 1 ? 60 * t * (1 - t) * (1 - 2 * t) : 0
    let w = Double.pi
    let (s, c) = (sin(w * time), cos(w * time))
    return MotionPoint(
      position: VirtualRobot.center[joint] + 0.5 * ramp * s,
      velocity: 0.5 * (rampRate * s + ramp * w * c),
      acceleration: 0.5 * (rampCurve * s + 2 * rampRate * w * c - ramp * w * w * s))
  }
}
