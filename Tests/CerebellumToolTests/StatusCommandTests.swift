import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import RobotWire
import Testing

@testable import cerebellum

@Suite struct StatusCommandTests {
  @Test func showsTheRobotOnOneScreen() throws {
    let listener = Listener()
    try run(["status"], on: try FakeDaemon(), listener.console())
    let expected = [
      "two  disarmed  simulated  500 Hz  e-stop released  outputs off",
      "NOT real-time: no rtprio",
      "lift         -0.5000       -0.4990           0.000       1.000    effort",
      "battery  12.00 V  1.500 A",
      "cycles 1000  late 5  overruns 3  skipped 1  late replies 2  bus errors 4  faults 0",
      "loop                  p50 µs  p99 µs  p99.9 µs  p99.99 µs  max µs",
      "wake-up                 12.0    35.0      60.0       80.0    90.0",
      "cycle, last minute      11.0    34.0      59.0       79.0    81.0",
      "left       810.0  40.5 %       2000       4         3    12.0    35.0      60.0       80.0    90.0",
    ]
    #expect(!listener.output.contains("since the start"))
    let lines = Set(listener.output.split(separator: "\n").map(String.init))
    for line in expected { #expect(lines.contains(line), "\(listener.output)") }
  }

  /// With `buses: inline` the counts are the buses' still, the times those of all together.
  @Test func showsInlineBuses() throws {
    let listener = Listener()
    let daemon = try FakeDaemon(FakeRobot(hasInlineBuses: true))
    try run(["status", "--stages"], on: daemon, listener.console())
    let expected = [
      "left              810.0  40.5 %       2000       4         3       –       –         –          –       –",
      "all, inline                                                     12.0    35.0      60.0       80.0    90.0",
      "control: transfer   1000    12.0    35.0      60.0       80.0    90.0",
    ]
    let lines = Set(listener.output.split(separator: "\n").map(String.init))
    for line in expected { #expect(lines.contains(line), "\(listener.output)") }
    #expect(!listener.output.contains("left: "), "there is no such thread")
  }

  @Test func tellsThatTheDaemonBeforeDied() throws {
    let daemon = try FakeDaemon()
    let listener = Listener()
    try run(["status", "--json"], on: daemon, listener.console())
    #expect(listener.output.contains("\"death_before\": null"), "\(listener.output)")
    daemon.change { $0.deathBefore = DeathReport(english: "process 7; trap", chinese: "进程 7；陷阱") }
    for (language, line) in [
      (
        Language.english, "the daemon before this one died without switching off: process 7; trap\n"
      ),
      (.chinese, "上一个守护进程未正常关断即终止：进程 7；陷阱\n"),
    ] {
      let listener = Listener()
      try run(["status"], on: daemon, listener.console(language))
      #expect(listener.output.contains(line), "\(listener.output)")
    }
    let json = Listener()
    try run(["status", "--json"], on: daemon, json.console())
    let key = "\"death_before\": {\"english\": \"process 7; trap\", \"chinese\": \"进程 7；陷阱\"}"
    #expect(json.output.contains(key), "\(json.output)")
  }

  /// Not as a fault: the robot goes on.
  @Test func tellsWhyTheRobotIsDegraded() throws {
    let daemon = try FakeDaemon()
    daemon.change {
      $0.lifecycle = .degraded
      $0.degradation = FaultEvidence(code: 206, joint: 1, value: 6, limit: 5)
    }
    let listener = Listener()
    try run(["status"], on: daemon, listener.console())
    let text =
      "DEGRADED: joint lift: its encoder is degraded: 6 exchanges failed or were invalid within its "
      + "window (degraded above 5, good again at half of it); the robot goes on at reduced speed. "
    #expect(listener.output.hasPrefix("two  degraded  simulated"), "\(listener.output)")
    #expect(listener.output.contains(text), "\(listener.output)")
    #expect(!listener.output.contains("FAULT"))
    let json = Listener()
    try run(["status", "--json"], on: daemon, json.console())
    #expect(json.output.contains("\"lifecycle\": \"degraded\""))
    #expect(
      json.output.contains(
        "\"fault\": null, \"degradation\": {\"code\": 206, \"joint\": \"lift\", \"value\": 6,"))
  }

  @Test func tellsWhichDevicesDoNotAnswerAsTheyShould() throws {
    let daemon = try FakeDaemon()
    daemon.change {
      $0.devices = [
        DeviceState(name: "left_pwm", health: .good, errors: 2),
        DeviceState(name: "pan_angle", health: .degraded, errors: 7),
        DeviceState(name: "lift_angle", health: .failing, errors: 40),
        DeviceState(name: "battery", health: .good, errors: 0, hasLostSettings: true),
      ]
    }
    let listener = Listener()
    try run(["status"], on: daemon, listener.console())
    let lines = listener.output.split(separator: "\n").filter { $0.hasPrefix("device ") }
    #expect(
      lines == [
        "device pan_angle is degraded: 7 exchanges failed or were invalid lately; check its plug, cable and "
          + "supply",
        "device lift_angle is beyond its error budget: 40 exchanges failed or were invalid lately",
        "device battery lost its settings and is being set up again",
      ])
    let chinese = Listener()
    try run(["status"], on: daemon, chinese.console(.chinese))
    #expect(chinese.output.contains("器件 pan_angle 性能下降：最近有 7 次交换失败或无效"))
  }

  @Test func showsEveryStageOnDemand() throws {
    let listener = Listener()
    try run(["status", "--stages"], on: try FakeDaemon(), listener.console())
    let row = "left: transfer     1000    12.0    35.0      60.0       80.0    90.0"
    #expect(listener.output.split(separator: "\n").contains { $0 == row }, "\(listener.output)")
  }

  @Test func tellsALatchedFaultInTheLanguageOfTheUser() throws {
    let daemon = try FakeDaemon()
    daemon.change { _ = $0.answer(.setLine(name: "estop", isHigh: true)) }
    // Take the news away: this client comes after the fault.
    daemon.change { _ = $0.takeNews() }
    let listener = Listener()
    try run(["status"], on: daemon, listener.console(.chinese))
    let line = try #require(listener.output.split(separator: "\n").first { $0.hasPrefix("故障：") })
    #expect(line.hasPrefix("故障：急停已按下或其回路断开，输出已关闭。"))
  }

  @Test func jsonHasStableKeysAndUnits() throws {
    struct Status: Decodable {
      struct Joint: Decodable {
        let name: String
        let reference_position_rad: Double
        let effort_applied_nm: Double
        let limiting: [String]
      }
      struct Times: Decodable { let p50_us, p99_us, p99_9_us, p99_99_us, max_us: Double }
      struct Loop: Decodable {
        let cycles, overruns: Int
        let wake_up: Times
      }
      struct Bus: Decodable {
        let name: String
        let planned_us: Double
        let utilisation: Double
        let transfers, failures, retries: Int
        let duration, recent_duration: Times
      }
      let robot, lifecycle: String
      let is_simulated, is_realtime, estop_pressed, outputs_enabled: Bool
      let rate_hz: Double
      struct Device: Decodable, Equatable {
        let name, health: String
        let errors: Int
        let has_lost_settings: Bool
      }
      let joints: [Joint]
      let devices: [Device]
      let loop: Loop
      let buses: [Bus]
    }
    let listener = Listener()
    let daemon = try FakeDaemon()
    daemon.change {
      $0.devices = [DeviceState(name: "left_pwm", health: .degraded, errors: 7)]
    }
    try run(["status", "--json"], on: daemon, listener.console(.chinese))
    #expect(listener.output.split(separator: "\n").count == 1)
    let status = try JSONDecoder().decode(Status.self, from: Data(listener.output.utf8))
    #expect(status.robot == "two")
    #expect(status.lifecycle == "disarmed")
    #expect(status.joints.map(\.reference_position_rad) == [0.25, -0.5])
    #expect(status.joints.first?.limiting == ["effort"])
    #expect(status.loop.wake_up.p99_9_us == 60)
    #expect(
      status.devices == [
        .init(name: "left_pwm", health: "degraded", errors: 7, has_lost_settings: false)
      ])
    #expect(status.buses.first?.planned_us == 810)
    #expect(status.buses.first?.failures == 4)
    #expect(status.buses.first?.retries == 3)
    #expect(status.buses.first?.duration.max_us == 90)
    #expect(status.buses.first?.recent_duration.max_us == 81)
  }

  @Test func watchEndsWithTheInterruption() throws {
    let listener = Listener()
    var rounds = 0
    listener.isInterrupted = {
      rounds += 1
      return rounds == 3
    }
    try run(["status", "--watch", "--json"], on: try FakeDaemon(), listener.console())
    #expect(listener.output.split(separator: "\n").count == 3)
  }
}
