import RobotUnits
import Testing

@testable import cerebellum

/// Scenario files that happen to a guest's robot: the words `scenario ...`.
extension HardwareInTheLoopTests {
  private func scenario(
    _ faults: String, robot: String = "bench", top: String = "", duration: String = "2 s"
  ) -> String {
    ScenarioText.word(
      Array(
        """
        scenario: test
        robot: \(robot)
        seed: 1
        \(top)
        duration: \(duration)
        faults:
          - \(faults)
        expect: { fault: none, state: active }
        """.utf8))
  }

  private func state(_ rig: Rig) throws -> ScenarioState {
    let answer = rig.say("scenario state")
    try #require(answer.hasPrefix("ok "))
    return try #require(ScenarioState(words: String(answer.dropFirst(3))))
  }

  @Test(arguments: [
    ("{ kind: address_nak, device: damps_angle, at: 0 }", "", "ok"),
    // The runner's own doing, and people's.
    ("{ kind: silent_client, at: 0 }", "stream: 100 ms", "ok"),
    ("{ kind: arm, at: 0 }", "", "ok"),
    (
      "{ kind: overrun, cycles: 3, at: 0 }", "",
      "ok unable: the control thread is the guest's, and nobody holds it there"
    ),
    ("{ kind: kill_daemon, at: 0 }", "", "ok unable: it is about the daemon as a process"),
    (
      "{ kind: address_nak, device: nobody, at: 0 }", "",
      "error scenario:7:34: faults[0].device: bench has no device named \"nobody\""
    ),
    ("{ kind: nonsense, at: 0 }", "", "error scenario:7:13: faults[0].kind"),
  ])
  func saysWhichScenariosItCannotDo(fault: String, top: String, answer: String) throws {
    let rig = try Rig("bench/robot.yaml")
    let said = rig.say("scenario check \(scenario(fault, top: top))")
    #expect(answer == "ok" ? said == answer : said.hasPrefix(answer), "\(said)")
    #expect(!said.contains("\n"))
    // What is refused does not begin.
    let begins = rig.say("scenario begin \(scenario(fault, top: top))") == "ok"
    #expect(begins == (answer == "ok"))
    #expect(rig.say("scenario state").hasPrefix("ok") == begins)
  }

  @Test(arguments: ["scenario begin 7", "scenario begin zz", "scenario", "scenario state now"])
  func anotherWordThanAScenarioIsRefused(words: String) throws {
    #expect(try Rig("bench/robot.yaml").say(words).hasPrefix("error "))
  }

  @Test func aFaultOnABusStrikesInItsTimeAndIsOverAtTheEnd() throws {
    let rig = try Rig("bench/robot.yaml")
    let bus = try rig.connect("i2c-main")
    bus.start()
    #expect(write(rig, bus, 0x71, [0x01]))
    let fault = "{ kind: address_nak, device: damps_angle, at: 0.5 s }"
    #expect(rig.say("scenario begin \(scenario(fault))") == "ok")
    #expect(read(rig, bus, 0x36, 0x0C, 2) != nil)
    #expect(try state(rig).strikes == [0])
    rig.pass(.milliseconds(500))
    #expect(read(rig, bus, 0x36, 0x0C, 2) == nil)
    #expect(try state(rig).strikes == [1])
    #expect(rig.say("scenario end") == "ok")
    #expect(rig.say("scenario state") == "error no scenario has begun")
    // The mux begins anew as well.
    #expect(read(rig, bus, 0x36, 0x0C, 2) == nil)
    #expect(write(rig, bus, 0x71, [0x01]))
    #expect(read(rig, bus, 0x36, 0x0C, 2) != nil)
  }

  @Test func aBusThatHangsIsFreeAtTheEnd() throws {
    let rig = try Rig("bench/robot.yaml")
    let bus = try rig.connect("i2c-main")
    bus.start()
    let fault = "{ kind: stuck_sda, device: pwm, byte: 0, at: 0 }"
    #expect(rig.say("scenario begin \(scenario(fault))") == "ok")
    #expect(!write(rig, bus, 0x41, [0x00, 0x20]))
    #expect(rig.say("state").contains(#""is_held_low": true"#))
    #expect(rig.say("scenario end") == "ok")
    #expect(rig.say("state").contains(#""is_held_low": false"#))
    #expect(write(rig, bus, 0x41, [0x00, 0x20]))
  }

  /// In the world's time: 0.5 s of the scenario, then 40 ms until the guest has driven the output enable (the chip's
  /// second line) to its safe level.
  @Test func saysWhenTheOutputsWentOff() throws {
    let rig = try Rig("bench/robot.yaml")
    let gpio = try rig.connect("gpio")
    gpio.start(queues: 2)
    #expect(ask(rig, gpio, [5, 1, 0]) == [0, 0])
    #expect(ask(rig, gpio, [3, 1, 1]) == [0, 0])
    let fault = "{ kind: press, line: estop, at: 0.5 s, for: 0.1 s }"
    #expect(rig.say("scenario begin \(scenario(fault))") == "ok")
    rig.pass(.milliseconds(540))
    #expect(rig.number(after: #""GPIO17": "#) == 1)
    #expect(try state(rig).outputsOff == nil)
    #expect(ask(rig, gpio, [5, 1, 1]) == [0, 0])
    let off = try #require(try state(rig).outputsOff)
    #expect(off == 0.04, "\(off)")
    rig.pass(.milliseconds(100))
    #expect(rig.number(after: #""GPIO17": "#) == 0)
    #expect(try state(rig).outputsOff == off)
    #expect(try state(rig).moved == 0)
  }

  /// Outputs that were off before are not switched off by the fault.
  @Test func outputsThatWereNeverOnDoNotGoOff() throws {
    let rig = try Rig("bench/robot.yaml")
    let fault = "{ kind: press, line: estop, at: 0.1 s }"
    #expect(rig.say("scenario begin \(scenario(fault))") == "ok")
    rig.pass(.milliseconds(500))
    #expect(try state(rig).outputsOff == nil)
    #expect(rig.say("scenario end") == "ok")
    #expect(rig.number(after: #""GPIO17": "#) == 0)
  }

  /// An arm falls by its weight; held, it does not, until the outputs are on.
  @Test func anArmIsHeldUntilItsOutputsAreOn() throws {
    let rig = try Rig("arm6/robot.yaml")
    let gpio = try rig.connect("gpio")
    gpio.start(queues: 2)
    func lift() -> Double { rig.number(after: #""shoulder_lift", "position": "#) ?? 0 }
    rig.pass(.milliseconds(500))
    #expect(abs(lift()) > 0.1)
    #expect(rig.say("scenario rest") == "ok")
    rig.pass(.milliseconds(500))
    #expect(abs(lift()) < 0.001)
    #expect(ask(rig, gpio, [5, 1, 0]) == [0, 0])
    #expect(ask(rig, gpio, [3, 1, 1]) == [0, 0])
    rig.pass(.milliseconds(500))
    #expect(abs(lift()) > 0.1)
  }

  /// A load turns the joint, and is gone at the end.
  @Test func aLoadIsGoneAtTheEnd() throws {
    let rig = try Rig("bench/robot.yaml")
    let gpio = try rig.connect("gpio")
    gpio.start(queues: 2)
    let fault = "{ kind: load, joint: damps, effort: 2 N.m, at: 0 }"
    #expect(rig.say("scenario begin \(scenario(fault))") == "ok")
    rig.pass(.milliseconds(500))
    #expect(try state(rig).positions[0] > 0.01)
    #expect(try state(rig).strikes == [1])
    #expect(rig.say("scenario rest") == "ok")
    #expect(rig.number(after: #""damps", "position": "#) == 0)
    // Its output enable is driven: nobody holds it.
    #expect(ask(rig, gpio, [5, 1, 0]) == [0, 0])
    #expect(ask(rig, gpio, [3, 1, 1]) == [0, 0])
    rig.pass(.milliseconds(500))
    #expect(rig.number(after: #""damps", "position": "#) == 0)
  }
}
