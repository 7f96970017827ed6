import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotDynamics
import RobotUnits
import SimulatedHAL
import TestSupport
import Testing

/// Motors of the arm that give nothing, and hands that look like it.
@Suite struct MotorWithoutEffectTests {
  /// Joint 1 held out, and from some instant on without its motor.
  @Test(arguments: [0.3, 0.6, 0.9]) func aShoulderThatFallsIsTold(_ position: Double) throws {
    var robot = try VirtualRobot(arm: { $0 })
    var pose = VirtualRobot.center
    pose[1] = position
    #expect(robot.stand(at: pose) == Refusal.none)
    var trouble = JointTrouble()
    trouble.isDead = true
    robot.world.plant.setTrouble(trouble, joint: 1)
    var time = 0.0
    while robot.faults.isEmpty, time < 1 {
      robot.run(cycles: 1)
      time += 0.002
    }
    print("arm: a shoulder without its motor is told after \(time) s")
    let fault = try #require(robot.faults.first)
    #expect(fault.code == .motorWithoutEffect && fault.joint == 1, "\(fault)")
    #expect(time <= 0.15)
    #expect(abs(fault.value) > 2 * abs(fault.limit))
  }

  /// One push of 0.5 to 2 N.m or what else happens to an arm whose motors work; what it does at a time after its
  /// beginning.
  private struct Trouble {
    enum Kind: Int, CaseIterable {
      case step, ramp, shake, blows, grab, noise, lift, payload, motion, jam, pushInMotion
    }
    let kind: Kind
    let joint: Int
    private let size, rise, end, rate, width: Double
    private let waves: [(rate: Double, phase: Double, share: Double)]

    init(_ kind: Kind, _ random: inout SeededRandom) {
      self.kind = kind
      joint = Bool.random(using: &random) ? 1 : 2
      size = random.number(0.5...2) * (Bool.random(using: &random) ? 1 : -1)
      rise = random.number(0.02...0.4)
      end = random.number(0.05...0.6)
      rate = 2 * .pi * random.number(0.5...5)
      width = random.number(0.02...0.15)
      waves = (0..<4).map { _ in
        (2 * .pi * random.number(0.5...8), random.number(0...6.28), random.number(0.2...1))
      }
    }

    /// [N.m]; `weight` is what the joint carried at the beginning.
    func push(at time: Double, weight: Double) -> Double {
      switch kind {
      case .step, .pushInMotion: return time < end ? size : 0
      case .ramp: return size * min(time / rise, 1)
      case .shake: return size * RealtimeMath.sineCosine(rate * time).sine
      case .blows:
        let beat = time.truncatingRemainder(dividingBy: 3 * width)
        return beat < width ? 2 * size * RealtimeMath.sineCosine(.pi * beat / width).sine : 0
      case .grab: return time < end ? 0.6 * size + 0.7 * size * time / rise : 0
      case .noise:
        return waves.reduce(0) {
          $0 + size * $1.share * RealtimeMath.sineCosine($1.rate * time + $1.phase).sine
        }
      case .lift: return time < end ? weight * (1 + abs(size)) * min(time / rise, 1) : 0
      case .jam: return time < end ? 0 : size
      case .payload, .motion: return 0
      }
    }

    /// What 0.3 kg more at the tip weigh [N], while they are there.
    func payload(at time: Double) -> Vector3 {
      kind == .payload && time < end ? Vector3(0, 0, -0.3 * 9.81) : .zero
    }

    func isJammed(at time: Double) -> Bool { kind == .jam && time < end }
  }

  /// Pushes the arm about; whether a motor was taken for a dead one.
  private static func disturb(
    _ robot: inout VirtualRobot, _ trouble: Trouble, _ random: inout SeededRandom
  ) -> Bool {
    let joint = trouble.joint
    let tip = robot.model.bodies.count - 1
    if trouble.kind == .motion || trouble.kind == .pushInMotion {
      let (start, goal) = (robot.references, pose(&random))
      let duration = random.number(0.5...1)
      let knots = robot.upload(duration: duration) { joint, time in
        QuinticSegment.point(
          from: MotionPoint(position: start[joint], velocity: 0, acceleration: 0),
          to: MotionPoint(position: goal[joint], velocity: 0, acceleration: 0),
          duration: duration, at: time)
      }
      #expect(robot.ask(.startMotion, knotCount: knots) == Refusal.none)
    }
    let weight = robot.joints[joint].appliedEffort
    var jam = JointTrouble()
    for cycle in 0..<350 where robot.faults.isEmpty {
      let time = 0.002 * Double(cycle)
      jam.isJammed = trouble.isJammed(at: time)
      robot.world.plant.setTrouble(jam, joint: joint)
      robot.world.plant.push(joint: joint, effort: trouble.push(at: time, weight: weight))
      robot.world.plant.push(body: tip, force_W: trouble.payload(at: time))
      robot.run(cycles: 1)
    }
    robot.world.plant.push(joint: joint, effort: 0)
    robot.world.plant.setTrouble(JointTrouble(), joint: joint)
    if robot.faults.isEmpty { robot.run(seconds: 0.5) }
    return robot.faults.contains { $0.code == .motorWithoutEffect }
  }

  private static func pose(_ random: inout SeededRandom) -> [Double] {
    VirtualRobot.center.enumerated().map { $0 < 3 ? random.number(-0.9...0.9) : $1 }
  }

  /// Steps, ramps, shaking, blows, grabbing, noise, lifting and letting fall, payloads, motions, jams: also of an arm
  /// that yields, whose effort does not grow.
  @Test(
    arguments: [
      "gravity: true",
      "gravity: true\n      admittance: { stiffness: 8 N.m/rad, damping: 2 N.m.s/rad, "
        + "offset_limit: 15 deg, deadband: 0.12 N.m }",
    ]) func noHandIsTakenForADeadMotor(_ control: String) throws
  {
    let seed: UInt64 = 7
    var random = SeededRandom(seed: seed)
    var run = 0
    while run < 33 {
      var robot = try VirtualRobot(arm: { $0.replacing("gravity: true", with: control) })
      #expect(robot.stand(at: Self.pose(&random)) == Refusal.none)
      // Whatever else a push may be: a following error ends this arm, and the next one goes on.
      while run < 33, robot.faults.isEmpty {
        guard let kind = Trouble.Kind(rawValue: run % Trouble.Kind.allCases.count) else { return }
        let isWrong = Self.disturb(&robot, Trouble(kind, &random), &random)
        #expect(!isWrong, "seed \(seed), run \(run), \(kind): \(robot.faults)")
        run += 1
      }
    }
  }
}
