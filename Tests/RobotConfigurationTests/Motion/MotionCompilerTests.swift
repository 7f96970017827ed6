import Glibc
import RobotConfiguration
import RobotControl
import Testing

@Suite struct MotionCompilerTests {
  /// Two joints with 3 rad/s and 20 rad/s^2, ±1.5 rad and ±1 rad.
  private let joints = [
    MotionJoint(name: "pan", lower: -1.5, upper: 1.5, velocity: 3, acceleration: 20),
    MotionJoint(name: "lift", lower: -1, upper: 1, velocity: 3, acceleration: 20),
  ]

  @Test func startsWithTheGivenPositions() throws {
    let knots = try compile("- hold: 2 s", from: [0.25, -0.5])
    #expect(knots.map(\.time) == [0, 2])
    #expect(knots.allSatisfy { $0.joints == [.init(position: 0.25), .init(position: -0.5)] })
  }

  /// 1.875 * 1 rad / (0.8 * 3 rad/s) = 0.78125 s is longer than what the acceleration needs.
  @Test func longMoveTakesTheTimeOfTheVelocityLimit() throws {
    let knots = try compile("- move: { pan: 1 rad, lift: 0.1 rad }")
    try #require(knots.count == 2)
    #expect(abs(knots[1].time - 0.78125) < 1e-12)
    #expect(knots[1].joints == [.init(position: 1), .init(position: 0.1)])
  }

  /// sqrt(5.7735 * 0.1 rad / (0.8 * 20 rad/s^2)) = 0.18996 s, longer than 0.078 s for the velocity.
  @Test func shortMoveTakesTheTimeOfTheAccelerationLimit() throws {
    let knots = try compile("- move: { pan: 0.1 rad }")
    #expect(abs(knots[1].time - 0.189_96) < 1e-5)
  }

  @Test func movesStayWithinFourFifthsOfTheLimits() throws {
    for distance in [0.01, 0.1, 0.5, 1.4] {
      let path = KnotPath(try compile("- move: { pan: \(distance) rad }"))
      #expect(path.peak(joint: 0, \.velocity) <= 2.4 * 1.000_001)
      #expect(path.peak(joint: 0, \.acceleration) <= 16 * 1.000_001)
    }
  }

  @Test func takesTheTimeThatIsGiven() throws {
    let knots = try compile("- move: { pan: 1 rad }\n  in: 5 s\n- hold: 1 s")
    #expect(knots.map(\.time) == [0, 5, 6])
  }

  @Test func sineStartsAndEndsAtRestAndReachesItsAmplitude() throws {
    let knots = try compile(
      "- sine: { pan: 0.5 rad }\n  frequency: 0.5 Hz\n  for: 7 s", from: [0.1, 0.2])
    let rest = [TrajectoryKnot.Joint(position: 0.1), .init(position: 0.2)]
    #expect(knots.first == TrajectoryKnot(time: 0, joints: rest))
    #expect(knots.last == TrajectoryKnot(time: 7, joints: rest))
    #expect(zip(knots, knots.dropFirst()).allSatisfy { $1.time - $0.time <= 0.02 + 1e-9 })
    let path = KnotPath(knots)
    for sample in 100...600 {
      let time = Double(sample) * 0.01
      let expected = 0.1 + 0.5 * sin(Double.pi * time)
      #expect(abs(path.point(joint: 0, at: time).position - expected) < 1e-7)
    }
    #expect(path.peak(joint: 1, \.velocity) == 0)
  }

  /// Velocity is the derivative of position and acceleration that of velocity, across all knots.
  @Test(arguments: ["0.5 Hz\n  for: 5 s", "2 Hz\n  for: 0.9 s", "7 Hz\n  for: 1 s"])
  func sineIsSmooth(_ timing: String) throws {
    let path = KnotPath(try compile("- sine: { pan: 0.004 rad }\n  frequency: \(timing)"))
    let step = 1e-4
    var last = path.point(joint: 0, at: 0)
    for sample in 1..<Int(path.duration / step) {
      let point = path.point(joint: 0, at: Double(sample) * step)
      let slope = (point.position - last.position) / step
      let curvature = (point.velocity - last.velocity) / step
      #expect(abs(slope - (point.velocity + last.velocity) / 2) < 1e-5)
      #expect(abs(curvature - (point.acceleration + last.acceleration) / 2) < 0.02)
      last = point
    }
  }

  @Test func stepJumpsAndStays() throws {
    let knots = try compile("- step: { lift: -0.2 rad }\n  for: 1 s", from: [0, 0.5])
    #expect(knots.map(\.time) == [0, 0.001, 1.001])
    #expect(knots.map { $0.joints[1].position } == [0.5, 0.3, 0.3])
    #expect(knots.allSatisfy { $0.joints[1].velocity == 0 })
  }

  @Test(
    arguments: [
      (
        "- move: { pam: 1 rad }",
        "m:3:11: steps[0].move.pam: the robot has no joint \"pam\"; allowed: pan, lift; "
          + "hint: did you mean \"pan\"?"
      ),
      (
        "- move: { lift: 1.2 rad }",
        "m:3:11: steps[0].move.lift: leads joint \"lift\" to 1.2 rad, beyond its limit; "
          + "allowed: -1 to 1 rad"
      ),
      (
        "- step: { pan: 2 rad }\n  for: 1 s",
        "m:3:11: steps[0].step.pan: leads joint \"pan\" to 2 rad, beyond its limit; "
          + "allowed: -1.5 to 1.5 rad"
      ),
      (
        "- move: { pan: 1.5 rad }\n  in: 0.8 s",
        "m:3:11: steps[0].move.pan: needs a peak velocity of 3.5156 rad/s of joint \"pan\"; "
          + "allowed: at most 3 rad/s; hint: leave `in` out to get the shortest comfortable time"
      ),
      (
        "- sine: { pan: 0.4 rad }\n  frequency: 2 Hz\n  for: 2 s",
        "m:3:11: steps[0].sine.pan: needs a peak velocity of 5.0265 rad/s of joint \"pan\"; "
          + "allowed: at most 3 rad/s; hint: lower the amplitude or the frequency"
      ),
      (
        "- sine: { pan: 1.6 rad }\n  frequency: 0.1 Hz\n  for: 20 s",
        "m:3:11: steps[0].sine.pan: leads joint \"pan\" to -1.6 rad, beyond its limit; "
          + "allowed: -1.5 to 1.5 rad"
      ),
      (
        "- sine: { pan: 0.1 rad }\n  frequency: 0.5 Hz\n  for: 100 s",
        "m: steps: the motion needs more than 4096 knots; hint: shorten its sines, or split it into "
          + "several files"
      ),
    ])
  func refuses(steps: String, expected: String) throws {
    let errors = try #require(throws: ConfigurationErrors.self) { try compile(steps) }
    #expect(errors.errors.first?.description == expected)
  }

  @Test func reportsAllErrorsTogether() throws {
    let errors = try #require(throws: ConfigurationErrors.self) {
      try compile("- move: { a: 1 rad, pan: 9 rad }\n- move: { lift: 9 rad }")
    }
    #expect(errors.errors.count == 3)
  }

  @Test func refusesAJointWithoutLimits() throws {
    let bare = [MotionJoint(name: "pan", lower: -1, upper: 1, velocity: .nan, acceleration: 20)]
    let motion = try load("- move: { pan: 0.5 rad }")
    let errors = try #require(throws: ConfigurationErrors.self) {
      try motion.compile(from: [0], joints: bare)
    }
    let namesIt = errors.description.contains("has no velocity or acceleration limit")
    #expect(namesIt)
  }

  private func compile(_ steps: String, from start: [Double] = [0, 0]) throws -> [TrajectoryKnot] {
    try load(steps).compile(from: start, joints: joints)
  }

  private func load(_ steps: String) throws -> MotionDescription {
    try MotionFile.load(text: Array("motion: t\nsteps:\n\(steps)".utf8), file: "m")
  }
}
