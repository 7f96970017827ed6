import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotWire
import Testing

@testable import cerebellum

@Suite struct StatisticsCommandTests {
  private func output(_ arguments: [String], language: Language = .english) throws -> String {
    let listener = Listener()
    try run(["statistics"] + arguments, on: try FakeDaemon(), listener.console(language))
    return listener.output
  }

  @Test func showsEveryStageOfEveryThreadOverBothTimes() throws {
    let text = try output([])
    let expected = [
      "since the start   count  p50 µs  p99 µs  p99.9 µs  p99.99 µs  max µs",
      "control: wake-up   1000    12.0    35.0      60.0       80.0    90.0",
      "left: transfer     1000    12.0    35.0      60.0       80.0    90.0",
      "last minute       count  p50 µs  p99 µs  p99.9 µs  p99.99 µs  max µs",
      "left: transfer      300    11.0    34.0      59.0       79.0    81.0",
    ]
    let lines = Set(text.split(separator: "\n").map(String.init))
    for line in expected { #expect(lines.contains(line), "\(text)") }
  }

  @Test func speaksChinese() throws {
    let text = try output([], language: .chinese)
    for words in ["自启动", "最近一分钟", "控制线程：唤醒", "left：传输"] {
      #expect(text.contains(words), "\(text)")
    }
  }

  @Test func jsonHasEveryStage() throws {
    struct Statistics: Decodable {
      struct Times: Decodable {
        let count: Int, p50_us, p99_us, p99_9_us, p99_99_us, max_us: Double
      }
      struct Stage: Decodable {
        let stage: String
        let since_start, last_minute: Times
      }
      struct Thread: Decodable {
        let thread: String
        let bus: String?
        let cycles, late, overruns, skipped: Int
        let stages: [Stage]
      }
      struct Loop: Decodable {
        let cycles, late, bus_errors, lost_records: Int
        let window_s: Double
        let recent_wake_up: Times
      }
      let robot: String
      let loop: Loop
      let threads: [Thread]
    }
    let text = try output(["--json"])
    let statistics = try JSONDecoder().decode(Statistics.self, from: Data(text.utf8))
    #expect(statistics.robot == "two")
    #expect(statistics.loop.late == 5)
    #expect(statistics.loop.bus_errors == 4)
    #expect(statistics.loop.window_s == 60.5)
    #expect(statistics.loop.recent_wake_up.p99_99_us == 79)
    #expect(statistics.threads.map(\.thread) == ["control", "bus"])
    #expect(statistics.threads.map(\.bus) == [nil, "left"])
    #expect(statistics.threads[1].stages.map(\.stage) == ["wake_up", "transfer"])
    #expect(statistics.threads[1].stages[1].last_minute.count == 300)
    #expect(statistics.threads[1].stages[1].since_start.p99_99_us == 80)
  }

  @Test func refusesAStageThatIsNotThere() throws {
    let failure = try #require(throws: ToolFailure.self) {
      _ = try output(["--format", "cyclictest", "--stage", "sleep"])
    }
    #expect(failure.exit == .usage)
    let saysHow = failure.message.english.contains("wake_up")
    #expect(saysHow)
  }
}

@Suite struct PrometheusTests {
  private func text() throws -> String {
    let listener = Listener()
    try run(["statistics", "--format", "prometheus"], on: try FakeDaemon(), listener.console())
    return listener.output
  }

  @Test func countersCarryTheirValues() throws {
    let families = try PrometheusParser(try text()).families
    let expected = [
      ("cerebellum_cycles_total", 1000.0), ("cerebellum_late_cycles_total", 5),
      ("cerebellum_overruns_total", 3), ("cerebellum_skipped_cycles_total", 1),
      ("cerebellum_late_replies_total", 2), ("cerebellum_bus_transfers_total", 2000),
      ("cerebellum_bus_errors_total", 4), ("cerebellum_bus_retries_total", 3),
      ("cerebellum_faults_total", 0),
      ("cerebellum_lost_records_total", 0),
    ]
    for (name, value) in expected {
      let family = try #require(families[name], "\(name)")
      #expect(family.type == "counter")
      #expect(!family.help.isEmpty)
      let sample = try #require(family.samples.first)
      #expect(sample.value == value, "\(name)")
      #expect(sample.labels["robot"] == "two")
    }
    #expect(families["cerebellum_bus_errors_total"]?.samples.first?.labels["bus"] == "left")
  }

  @Test func histogramsAreCumulativeAndEndWithAll() throws {
    let families = try PrometheusParser(try text()).families
    let family = try #require(families["cerebellum_stage_duration_seconds"])
    #expect(family.type == "histogram")
    let own = family.samples.filter {
      $0.labels["thread"] == "bus" && $0.labels["bus"] == "left" && $0.labels["stage"] == "transfer"
    }
    let buckets = own.filter { $0.name.hasSuffix("_bucket") }
    let bounds = buckets.compactMap { $0.labels["le"].flatMap(PrometheusParser.number) }
    #expect(bounds.count == buckets.count)
    #expect(bounds == bounds.sorted())
    #expect(bounds.last == .infinity)
    let values = buckets.map(\.value)
    #expect(values == values.sorted())
    #expect(values.last == 1000)
    // 12.0...12.3 µs lie below 16.383 µs, 33.8...34.8 µs below 65.535 µs, 90 µs below 131.071 µs.
    func count(below bound: Double) -> Double? {
      zip(bounds, values).first { abs($0.0 - bound) < 1e-12 }?.1
    }
    #expect(count(below: 8.191e-6) == 0)
    #expect(count(below: 16.383e-6) == 900)
    #expect(count(below: 32.767e-6) == 900)
    #expect(count(below: 65.535e-6) == 999)
    #expect(count(below: 131.071e-6) == 1000)
    #expect(own.first { $0.name.hasSuffix("_count") }?.value == 1000)
    #expect(own.first { $0.name.hasSuffix("_sum") }?.value == 0.014289)
  }

  @Test func gaugesTellTheLastMinute() throws {
    let families = try PrometheusParser(try text()).families
    let family = try #require(families["cerebellum_stage_last_minute_seconds"])
    #expect(family.type == "gauge")
    let sample = family.samples.first {
      $0.labels["thread"] == "control" && $0.labels["stage"] == "wake_up"
        && $0.labels["percentile"] == "99.99"
    }
    #expect(sample?.value == 79e-6)
  }

  @Test func labelsAreEscaped() throws {
    var robot = FakeRobot()
    robot.info.name = "a\\b\"c\nd"
    robot.info.buses[0].name = "control"
    let listener = Listener()
    try run(
      ["statistics", "--format", "prometheus"], on: try FakeDaemon(robot), listener.console())
    let families = try PrometheusParser(listener.output).families
    let samples = try #require(families["cerebellum_cycles_total"]?.samples)
    #expect(samples.map { $0.labels["robot"] } == ["a\\b\"c\nd", "a\\b\"c\nd"])
    // A bus of that name is not the control thread.
    #expect(Set(samples.map(\.labels)).count == 2)
  }

  @Test(.enabled(if: Self.hasPromtool)) func promtoolFindsNothing() throws {
    let file = try TemporaryFile(try text())
    #expect(shell("promtool check metrics <\(file.path) 2>&1; echo status $?") == "status 0\n")
  }

  static let hasPromtool = !shell("command -v promtool").isEmpty
}
