import RobotAssembly
import RobotConfiguration
import Testing

@testable import cerebellum

@Suite struct SkipRulesTests {
  private let bench: RobotDescription

  init() throws {
    bench = try LoadedRobot(
      robotPath: Repository.root + "/Robots/bench/robot.yaml", boardPath: nil
    ).model.robot
  }

  private func reason(
    _ fault: String, robot: String = "bench", _ change: (inout SkipRules) -> Void = { _ in }
  ) throws -> String? {
    var rules = SkipRules(robot: bench)
    change(&rules)
    return rules.reason(try scenario(fault, robot: robot))
  }

  private func scenario(_ fault: String, robot: String) throws -> FaultScenario {
    let text = """
      scenario: s
      robot: \(robot)
      seed: 1
      stream: 100 ms
      duration: 5 s
      faults:
        - \(fault)
      expect: { fault: none, state: active }
      """
    return try FaultScenarioFile.load(text: Array(text.utf8), file: "s")
  }

  @Test func aPlainBenchPlaysWhatClientsAndPeopleDo() throws {
    for fault in [
      "{ kind: silent_client, at: 1 s }", "{ kind: stop, at: 1 s }",
      "{ kind: not_a_number, joint: damps, number: position, value: nan, at: 1 s }",
    ] {
      #expect(try reason(fault) == nil)
    }
  }

  @Test(arguments: [
    (
      "{ kind: address_nak, device: damps_angle, at: 1 s }", "bench",
      "there is no injector at the buses, chips and joints"
    ),
    (
      "{ kind: jam, joint: damps, at: 1 s }", "bench",
      "there is no injector at the buses, chips and joints"
    ),
    ("{ kind: overrun, cycles: 3, at: 1 s }", "bench", "nothing here holds the control thread"),
    (
      "{ kind: kill_daemon, at: 1 s }", "bench",
      "it is about the daemon as a process: make scenarios plays it"
    ),
    (
      "{ kind: press, line: estop, at: 1 s }", "bench",
      "somebody has to press estop: --attended"
    ),
    ("{ kind: stop, at: 1 s }", "arm6", "it is for the robot arm6"),
    (
      "{ kind: press, line: button, at: 1 s }", "any",
      "bench has no input line named \"button\""
    ),
    (
      "{ kind: not_a_number, joint: damps, number: kp, value: infinity, at: 1 s }", "bench",
      "the protocol carries no infinite number"
    ),
  ])
  func whatIsNotPlayedHasItsReason(fault: String, robot: String, expected: String) throws {
    #expect(try reason(fault, robot: robot) == expected)
  }

  @Test func aButtonIsPressedByAPersonAnInjectorOrASimulation() throws {
    let press = "{ kind: press, line: estop, at: 1 s }"
    #expect(try reason(press) { $0.isAttended = true } == nil)
    #expect(try reason(press) { $0.isSimulated = true } == nil)
    #expect(try reason(press) { $0.hasInjector = true } == nil)
  }

  /// What is over before it can be noticed shows nothing; what goes on does, and so does what is pushed.
  @Test func whatIsShorterThanTimesAreLateIsNotPlayed() throws {
    func late(_ fault: String) throws -> String? {
      try reason(fault) {
        $0.hasInjector = true
        $0.tolerance = 0.5
      }
    }
    #expect(
      try late("{ kind: address_nak, device: damps_angle, at: 1 s, for: 8 ms }")
        == "it lasts 8.0 ms, and times are late here by 500.0 ms")
    #expect(try late("{ kind: address_nak, device: damps_angle, at: 1 s, for: 0.6 s }") == nil)
    #expect(try late("{ kind: address_nak, device: damps_angle, at: 1 s }") == nil)
    #expect(try late("{ kind: press, line: estop, at: 1 s, for: 100 ms }") == nil)
    #expect(
      try late("{ kind: slow_adapter, bus: main, overhead: 1 ms, at: 1 s }")
        == "how long a transfer takes is not the wire's here, where times are late by 500.0 ms")
    #expect(
      try reason("{ kind: address_nak, device: damps_angle, at: 1 s, for: 8 ms }") {
        $0.hasInjector = true
      } == nil)
  }
}
