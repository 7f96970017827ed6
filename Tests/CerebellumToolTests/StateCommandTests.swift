import RobotAssembly
import RobotConfiguration
import RobotWire
import Testing

@testable import cerebellum

@Suite struct StateCommandTests {
  @Test func armsASimulatedRobotWithoutAsking() throws {
    let daemon = try FakeDaemon()
    let listener = Listener()
    try run(["arm"], on: daemon, listener.console())
    #expect(listener.output == "two: active\n")
    #expect(daemon.requests.contains(.arm))
  }

  @Test func armingMayEndDegradedAndSaysWhy() throws {
    let daemon = try FakeDaemon()
    daemon.change { $0.degradation = FaultEvidence(code: 106, joint: 0, value: 9, limit: 5) }
    let listener = Listener()
    try run(["arm"], on: daemon, listener.console())
    let lines = listener.output.split(separator: "\n")
    #expect(lines.first == "two: degraded")
    #expect(lines.last?.hasPrefix("joint pan: its PWM device is degraded: 9 exchanges") == true)
  }

  @Test func refusesToArmARealRobotWhenNobodyCanBeAsked() throws {
    let daemon = try FakeDaemon(FakeRobot(isSimulated: false))
    let failure = try #require(throws: ToolFailure.self) {
      try run(["arm"], on: daemon, Listener().console())
    }
    #expect(failure.exit == .usage)
    let saysHow = failure.message.english.contains("--yes")
    #expect(saysHow)
    #expect(!daemon.requests.contains(.arm))
  }

  @Test func yesReplacesTheQuestion() throws {
    let daemon = try FakeDaemon(FakeRobot(isSimulated: false))
    try run(["arm", "--yes"], on: daemon, Listener().console())
    #expect(daemon.requests.contains(.arm))
  }

  @Test(arguments: [("y", true), ("yes", true), ("n", false), ("", false), (nil, false)])
  func asksAPerson(answer: String?, isArmed: Bool) throws {
    let daemon = try FakeDaemon(FakeRobot(isSimulated: false))
    let listener = Listener()
    listener.answer = answer
    if isArmed {
      try run(["arm"], on: daemon, listener.console(canAsk: true))
    } else {
      let failure = try #require(throws: ToolFailure.self) {
        try run(["arm"], on: daemon, listener.console(canAsk: true))
      }
      #expect(failure.exit == .refused)
    }
    #expect(daemon.requests.contains(.arm) == isArmed)
  }

  /// No person is asked: nothing moves.
  @Test func checksWithoutArming() throws {
    let daemon = try FakeDaemon(FakeRobot(isSimulated: false))
    let listener = Listener()
    try run(["arm", "--check"], on: daemon, listener.console())
    #expect(listener.output == "nothing forbids to arm\n")
    #expect(daemon.requests.contains(.examine) && !daemon.requests.contains(.arm))
    let json = Listener()
    try run(["arm", "--check", "--json"], on: daemon, json.console())
    #expect(json.output == "{\"may_arm\": true}\n")
  }

  @Test func passesOnWhatTheDaemonRefuses() throws {
    var robot = FakeRobot()
    robot.armRefusal = RequestResult(.refused, english: "release it", chinese: "请松开")
    let daemon = try FakeDaemon(robot)
    let failure = try #require(throws: ToolFailure.self) {
      try run(["arm"], on: daemon, Listener().console())
    }
    #expect(failure.exit == .refused)
    #expect(failure.message.text(.chinese) == "请松开")
  }

  @Test func latchedFaultIsSix() throws {
    let daemon = try FakeDaemon()
    daemon.change { _ = $0.answer(.setLine(name: "estop", isHigh: true)) }
    let failure = try #require(throws: ToolFailure.self) {
      try run(["arm"], on: daemon, Listener().console())
    }
    #expect(failure.exit == .fault)
  }

  @Test(arguments: [("disarm", "disarmed"), ("stop", "holding"), ("clear", "disarmed")])
  func tellsWhereTheRobotIs(verb: String, lifecycle: String) throws {
    let listener = Listener()
    try run([verb, "--json"], on: try FakeDaemon(), listener.console())
    #expect(listener.output == "{\"lifecycle\": \"\(lifecycle)\"}\n")
  }

  @Test func noDaemonIsFour() throws {
    let failure = try #require(throws: ToolFailure.self) {
      try verb(["stop", "--socket", "/tmp/no/such.sock"]).execute(Listener().console())
    }
    #expect(failure.exit == .hardware)
    let saysHow = failure.message.english.contains("cerebellum sim")
    #expect(saysHow)
  }
}
