import RobotAssembly
import RobotConfiguration
import RobotWire
import Testing

@testable import cerebellum

/// The tool and a robot whose lift is a prismatic joint: its values are lengths and forces.
@Suite struct JointUnitTests {
  private func daemon(_ change: (inout FakeRobot) -> Void = { _ in }) throws -> FakeDaemon {
    var robot = FakeRobot()
    robot.kinds = [.revolute, .prismatic]
    change(&robot)
    return try FakeDaemon(robot)
  }

  private func output(
    _ arguments: [String], on daemon: FakeDaemon, _ language: Language = .english
  ) throws -> String {
    let listener = Listener()
    try run(arguments, on: daemon, listener.console(language))
    return listener.output
  }

  @Test func theScreenNamesBothUnits() throws {
    let text = try output(["status"], on: try daemon())
    let heading = "reference rad|m  measured rad|m  velocity rad|m/s  effort N.m|N"
    #expect(text.contains(heading), "\(text)")
    let chinese = try output(["status"], on: try daemon(), .chinese)
    #expect(chinese.contains("参考 rad|m  测量 rad|m  速度 rad|m/s  力矩 N.m|N"), "\(chinese)")
  }

  @Test func theScreenOfARotaryRobotNamesOne() throws {
    let text = try output(["status"], on: try FakeDaemon())
    let heading = "joint  reference rad  measured rad  velocity rad/s  effort N.m  limiting\n"
    #expect(text.contains(heading), "\(text)")
  }

  @Test func theScreenOfALinearRobotNamesOne() throws {
    let text = try output(["status"], on: try daemon { $0.kinds = [.prismatic, .prismatic] })
    #expect(text.contains("reference m  measured m  velocity m/s  effort N  limiting"), "\(text)")
  }

  @Test func jsonKeysCarryTheUnitsOfTheirJoint() throws {
    let text = try output(["status", "--json"], on: try daemon())
    let pan =
      "{\"name\": \"pan\", \"reference_position_rad\": 0.25, \"reference_velocity_rad_s\": 0, "
      + "\"measured_position_rad\": 0.251, \"measured_velocity_rad_s\": 0, "
      + "\"effort_applied_nm\": 1, \"effort_desired_nm\": 2, \"limiting\""
    let lift =
      "{\"name\": \"lift\", \"reference_position_m\": -0.5, \"reference_velocity_m_s\": 0, "
      + "\"measured_position_m\": -0.499, \"measured_velocity_m_s\": 0, "
      + "\"effort_applied_n\": 1, \"effort_desired_n\": 2, \"limiting\""
    for joint in [pan, lift] { #expect(text.contains(joint), "\(text)") }
  }

  @Test(
    arguments: [
      (["5", "mm"], [], 0.005, 0.01), (["-0.02"], [], -0.02, 0.01),
      (["5mm"], ["--speed", "3 mm/s"], 0.005, 0.003),
    ])
  func jogsALength(words: [String], speed: [String], metres: Double, speedMetres: Double) throws {
    let daemon = try daemon()
    let text = try output(["jog", "lift"] + words + speed, on: daemon)
    #expect(
      daemon.requests.contains(.jog(joint: 1, displacement: metres, speed: speedMetres)),
      "\(daemon.requests)")
    #expect(text.hasPrefix("lift: ") && text.hasSuffix(" m\n"), "\(text)")
  }

  @Test func jogTellsItsUnitsToPrograms() throws {
    let text = try output(["jog", "lift", "5 mm", "--json"], on: try daemon())
    for key in ["\"reference_position_m\": ", "\"measured_position_m\": "] {
      #expect(text.contains(key), "\(text)")
    }
    let rotary = try output(["jog", "pan", "5 deg", "--json"], on: try daemon())
    for key in ["\"reference_position_rad\": ", "\"measured_position_rad\": "] {
      #expect(rotary.contains(key), "\(rotary)")
    }
  }

  @Test(
    arguments: [
      (
        ["jog", "lift", "10", "deg"],
        "displacement: deg is the unit of an angle, but this is a length; allowed: a number in m, mm"
      ),
      (
        ["jog", "lift", "5 mm", "--speed", "20deg/s"],
        "--speed: deg/s is the unit of an angular velocity, but this is a velocity; allowed: a number "
          + "in m/s, mm/s"
      ),
      (
        ["jog", "lift", "5 mm", "--speed", "0"],
        "--speed: 0 is no speed; give one above 0, such as 20mm/s"
      ),
      (
        ["jog", "pan", "5 mm"],
        "displacement: mm is the unit of a length, but this is an angle; allowed: a number in rad, deg"
      ),
      (
        ["push", "lift", "0.5 N.m"],
        "effort: N.m is the unit of a torque, but this is a force; allowed: a number in N, kN"
      ),
    ])
  func refusesTheOtherKindsUnits(arguments: [String], expected: String) throws {
    let daemon = try daemon()
    let failure = try #require(throws: ToolFailure.self) {
      try run(arguments, on: daemon, Listener().console())
    }
    #expect(failure.exit == .usage)
    #expect(failure.message.english.hasPrefix(expected), "\(failure.message.english)")
    let moves = daemon.requests.contains {
      switch $0 {
      case .jog, .push: true
      default: false
      }
    }
    #expect(!moves)
  }

  @Test func pushesWithAForce() throws {
    let daemon = try daemon()
    let text = try output(["push", "lift", "20 N", "--for", "10 ms"], on: daemon)
    #expect(daemon.requests.contains(.push(joint: 1, effort: 20)), "\(daemon.requests)")
    #expect(text == "lift: moved 0.0000 m\n")
    let json = try output(["push", "lift", "20 N", "--for", "10 ms", "--json"], on: daemon)
    #expect(json.contains("\"effort_n\": 20, \"moved_m\": "), "\(json)")
    let rotary = try output(["push", "pan", "1", "--for", "10 ms", "--json"], on: daemon)
    #expect(rotary.contains("\"effort_nm\": 1, \"moved_rad\": "), "\(rotary)")
  }

  @Test func aMotionTellsErrorsInTheirUnits() throws {
    let file = try TemporaryFile(
      "motion: nod\nsteps:\n  - move: { pan: 1 rad }\n    in: 2 s\n")
    let text = try output(["run", file.path], on: try daemon { $0.lifecycle = .active })
    #expect(text.contains("largest error 0.0010 rad (pan), 0.0010 m (lift)\n"), "\(text)")
    #expect(text.contains("tracking error  RMS rad|m  max rad|m\n"), "\(text)")
    let json = try output(
      ["run", file.path, "--json"], on: try daemon { $0.lifecycle = .active })
    for joint in [
      "{\"name\": \"pan\", \"rms_rad\": 0.004, \"max_rad\": 0.02}",
      "{\"name\": \"lift\", \"rms_m\": 0.004, \"max_m\": 0.02}",
    ] { #expect(json.contains(joint), "\(json)") }
  }

  @Test func aMotionOfARotaryRobotTellsOneError() throws {
    let file = try TemporaryFile(
      "motion: nod\nsteps:\n  - move: { pan: 1 rad }\n    in: 2 s\n")
    var robot = FakeRobot()
    robot.lifecycle = .active
    robot.positions[0] = 0
    let text = try output(["run", file.path], on: try FakeDaemon(robot), .chinese)
    #expect(text.contains("最大误差 0.0010 rad（"), "\(text)")
    #expect(!text.contains(" m（"), "\(text)")
    #expect(text.contains("跟踪误差  RMS rad  最大 rad\n"), "\(text)")
  }

  /// A client that comes after the fault makes the sentence itself.
  @Test func aFaultIsToldInTheUnitsOfItsJoint() throws {
    for (kind, unit) in [(JointKind.revolute, "rad"), (.prismatic, "m")] {
      let daemon = try daemon {
        $0.kinds[1] = kind
        $0.latch(403)
        _ = $0.takeNews()
      }
      let text = try output(["status"], on: daemon)
      let line = "FAULT: joint lift: 0.5 \(unit) behind its reference (allowed 0.25 \(unit)); "
      #expect(text.contains(line), "\(text)")
    }
  }

  /// lift bears more, but newtons do not compare with newton metres.
  @Test func theDemosHandPushesARotaryJoint() throws {
    let daemon = try daemon { $0.efforts[1] = 100 }
    let hand = try HandSession(
      try DaemonSession(path: daemon.path), console: Listener().console())
    #expect(hand.joint == 0)
    #expect(hand.units == JointUnitNames(JointDescription.Kind.revolute))
  }

  @Test func theDemosHandReportsLengthsAndForces() {
    let report = HandReport(
      guiding: HandGuiding.Result(joint: "lift", drift: 0.001, moved: 0.03, after: 0.002),
      sweep: [
        StiffnessSweep.Row(
          commanded: 20, points: [(push: 0, deflection: 0), (push: 1, deflection: 0.05)])
      ], units: JointUnitNames(JointDescription.Kind.prismatic))
    let lines = report.lines(Listener().console())
    #expect(
      lines.first
        == "lift without stiffness: drifted 1.0 mm in 2 s, was moved 30.0 mm by hand, moved on 2.0 mm"
    )
    for text in ["stiffness N/m", "N, push", "mm, deflection"] {
      #expect(lines.contains { $0.contains(text) }, "\(lines)")
    }
    #expect(report.lines(Listener().console(.chinese)).contains { $0.contains("N，推力") })
    #expect(
      report.json.oneLine
        == "{\"joint\": \"lift\", \"drift_m\": 0.001, \"moved_by_hand_m\": 0.03, "
        + "\"moved_after_release_m\": 0.002, \"stiffness_sweep\": [{\"commanded_n_m\": 20, "
        + "\"measured_n_m\": 20}]}")
  }

  /// What a daemon of an older release cannot answer is not asked where it does not matter.
  @Test func stopNeedsNoUnits() throws {
    #expect(try output(["stop"], on: try daemon { $0.isOld = true }) == "two: holding\n")
  }

  @Test func anOlderDaemonIsNamed() throws {
    let failure = try #require(throws: ToolFailure.self) {
      try output(["jog", "lift", "5 mm"], on: try daemon { $0.isOld = true })
    }
    #expect(failure.exit == .hardware)
    #expect(failure.message.english.contains("older than the tool"), "\(failure.message)")
  }

  @Test func kindsThatAreTooFewAreRefused() throws {
    let failure = try #require(throws: ToolFailure.self) {
      try output(["status"], on: try daemon { $0.kinds = [.revolute] })
    }
    #expect(failure.exit == .hardware)
  }
}
