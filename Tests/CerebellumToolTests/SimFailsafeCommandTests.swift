import RobotAssembly
import RobotConfiguration
import RobotCore
import Testing

@testable import cerebellum

/// The lifecycle as a game: no daemon, the table of the control cycle.
@Suite struct SimFailsafeCommandTests {
  private func play(
    _ arguments: [String] = [], lines: [String] = [], _ listener: Listener = Listener(),
    canAsk: Bool = false
  ) throws -> String {
    listener.lines = lines
    let command = try verb(["sim-failsafe"] + arguments)
    try command.execute(listener.console(command.common.lang ?? .english, canAsk: canAsk))
    return listener.output
  }

  @Test func walksAlongItsArguments() throws {
    let output = try play(["configured", "arm", "ramp-ended", "stop", "standstill", "arm"])
    #expect(
      output.hasPrefix(
        """
        configured: unconfigured -> disarmed
        arm: disarmed -> arming
        ramp-ended: arming -> active
        stop: active -> stopping-to-holding
        standstill: stopping-to-holding -> holding
        arm: holding -> arming
        arming, outputs on
          leads on   ramp-ended -> active
                     ramp-ended-degraded -> degraded
                     stop, reference-lost -> stopping-to-holding

        """), "\(output)")
  }

  @Test func aRefusedArgumentIsFive() throws {
    let listener = Listener()
    let failure = try #require(throws: ToolFailure.self) {
      try play(["arm", "stop", "clear"], listener)
    }
    #expect(failure.exit == .refused)
    #expect(failure.message.english == "refused: arm, clear")
    #expect(
      listener.output.hasPrefix(
        """
        arm: refused in unconfigured: not every device has answered yet
        stop: unconfigured, no change
        clear: refused in unconfigured: no fault is latched
        unconfigured, outputs off

        """), "\(listener.output)")
    #expect(throws: ToolFailure.self) { try play(["arm", "quit"]) }
  }

  /// Faults by the names of scenario files; what they do is what the control cycle does.
  @Test(
    arguments: [
      ("emergency_stop", "emergency-stop = safe-torque-off: arming -> faulted"),
      ("Following-Error", "following-error = safe-stop-1: arming -> stopping-to-faulted"),
      (
        "emergency_stop_discrepancy", "emergency-stop-discrepancy = input-fault: arming -> faulted"
      ),
    ])
  func faultsAreEvents(word: String, line: String) throws {
    let lines = try play(["configured", "arm", word]).split(separator: "\n")
    #expect(lines[2] == line)
  }

  @Test func everyEventAndFaultHasItsWord() throws {
    let words = LifecycleEvent.allCases.map { CaseName.text($0) }
    #expect(Set(words).count == words.count)
    for (event, word) in zip(LifecycleEvent.allCases, words) {
      #expect(LifecycleEvent(word: word) == event)
    }
    #expect(words.contains("safe-stop-1") && words.contains("ramp-ended-degraded"))
    for code in FaultCode.allCases {
      #expect(LifecycleEvent(word: CaseName.text(code)) == code.event())
    }
    let help = try play(["help"])
    for word in words + ["  emergency-stop = safe-torque-off", "table"] {
      let isListed = help.contains(word)
      #expect(isListed, "\(word) in \(help)")
    }
  }

  @Test func readsLinesUntilTheEnd() throws {
    let output = try play(lines: ["configured arm", "", "reset"])
    #expect(output.split(separator: "\n").filter { $0.hasSuffix("outputs off") }.count == 2)
    #expect(output.contains("arm: disarmed -> arming\narming, outputs on\n"))
    #expect(output.hasPrefix("unconfigured, outputs off\n"))
    #expect(!output.contains("> configured"), "a pipe is not asked")
    #expect(try play(lines: ["quit arm", "configured"]).contains("refused in") == false)
  }

  @Test func aPersonIsAskedAgainAndAScriptFails() throws {
    let listener = Listener()
    let output = try play(lines: ["configurd", "configured"], listener, canAsk: true)
    #expect(
      listener.errors.contains("no event or fault is named \"configurd\"; events: configured"))
    #expect(output.contains("unconfigured> configured: unconfigured -> disarmed\n"), "\(output)")
    #expect(output.hasSuffix("disarmed> "))
    let failure = try #require(throws: ToolFailure.self) { try play(lines: ["configurd"]) }
    #expect(failure.exit == .usage)
  }

  @Test func showsTheWholeTable() throws {
    let output = try play(lines: ["table"])
    for place in LifecyclePlace.allCases {
      let isShown = output.contains("\n\(CaseName.text(place)), outputs ")
      #expect(isShown, "\(place)")
    }
    let lines = try play(["table", "--json"]).split(separator: "\n")
    #expect(lines.count == LifecyclePlace.allCases.count)
  }

  @Test func answersInJSON() throws {
    let output = try play(["--json"], lines: ["configured arm", "arm"])
    let lines = output.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(
      lines[0]
        == """
        {"word": "configured", "event": "configured", "accepted": true, "reason": null, "from": \
        "unconfigured", "place": "disarmed", "lifecycle": "disarmed", "outputs_on": false, \
        "leads_on": {"arm": "arming", "input-fault": "faulted"}, "no_change": ["stop", \
        "reference-lost", "disarm"], "refused": ["configured", "ramp-ended", \
        "ramp-ended-degraded", "degrade", "standstill", "safe-stop-1", "safe-torque-off", \
        "clear"]}
        """)
    #expect(lines[2].contains("\"accepted\": false, \"reason\": \"it is armed already\""))
  }

  @Test func speaksChinese() throws {
    let output = try play(["configured", "--lang", "zh"])
    #expect(output.hasPrefix("configured：unconfigured（未配置） -> disarmed（未使能）\n"))
    #expect(output.contains("disarmed（未使能），输出关闭\n  可转移     arm -> arming（使能中）\n"), "\(output)")
  }

  /// Every refusal of the table has its reason; what is not refused needs none.
  @Test func everyRefusalHasAReason() {
    for place in LifecyclePlace.allCases {
      for event in LifecycleEvent.allCases where place.step(event) == .refused {
        let reason = event.refusal(in: place)
        let isOff = reason.english == "the outputs are off"
        #expect(!isOff || !place.state().isPowered(), "\(event) in \(place)")
        #expect(!reason.chinese.isEmpty)
      }
    }
  }
}
