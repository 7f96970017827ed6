import RobotWire
import Testing

@testable import cerebellum

/// What clients sent and was not taken, in every form.
@Suite struct AccessTextTests {
  private func output(_ arguments: [String], language: Language = .english) throws -> String {
    let daemon = try FakeDaemon()
    daemon.change {
      var counts = RefusalCounts()
      for _ in 0..<3 { counts.add(.replayed) }
      counts.add(.wrongRole)
      $0.access = AccessReport(
        role: .observe, control: .another, process: 4711, user: 1000, refusals: counts)
    }
    let listener = Listener()
    try run(arguments, on: daemon, listener.console(language))
    return listener.output
  }

  @Test(arguments: ["statistics", "status"])
  func aLineNamesTheReasons(command: String) throws {
    #expect(try output([command]).contains("refused  replayed 3  wrong_role 1\n"))
    #expect(try output([command], language: .chinese).contains("已拒绝  replayed 3  wrong_role 1\n"))
    let listener = Listener()
    try run([command], on: try FakeDaemon(), listener.console())
    #expect(!listener.output.contains("refused"), "nothing was")
  }

  @Test func programsGetEveryReason() throws {
    let statistics = try output(["statistics", "--json"])
    for part in ["\"replayed\": 3", "\"wrong_role\": 1", "\"truncated\": 0"] {
      #expect(statistics.contains(part), "\(statistics)")
    }
    let status = try output(["status", "--json"])
    #expect(
      status.contains(
        "\"access\": {\"role\": \"observe\", \"control\": \"another\", \"process\": 4711, \"user\": 1000}"
      ),
      "\(status)")
    let text = try output(["statistics", "--format", "prometheus"])
    #expect(
      text.contains("cerebellum_refusals_total{robot=\"two\",reason=\"replayed\"} 3"), "\(text)")
  }
}
