import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotScenarios

/// What came of all runs, as a table for people.
struct CampaignTally: Sendable {
  /// What came of the runs in which a kind of fault was planned.
  private struct Kind: Sendable {
    var runs = 0
    var strikes = 0
    var stopped = 0
  }

  /// A run that broke a rule, and how to play it again.
  struct Failure: Sendable {
    let seed: UInt64
    let command: String
    let problems: [String]
  }

  private var kinds: [String: Kind] = [:]
  private var faults: [String: Int] = [:]
  private var states: [String: Int] = [:]
  private(set) var runs = 0
  private var cycles = 0
  private(set) var failures: [Failure] = []
  /// Of the last run: its scenario, and what came of it.
  private var last: [String] = []

  mutating func add(_ run: CampaignRun, on robot: CampaignRobot) {
    let report = run.report
    runs += 1
    cycles += report.cycles
    for (fault, strikes) in zip(run.faultTexts, report.strikes) {
      kinds[fault.word, default: Kind()].runs += 1
      kinds[fault.word, default: Kind()].strikes += strikes
      if report.outputsOff != nil { kinds[fault.word, default: Kind()].stopped += 1 }
    }
    if let first = report.faults.first {
      faults[FaultReport.name(first.code.rawValue), default: 0] += 1
    }
    states["\(report.state)", default: 0] += 1
    if !report.problems.isEmpty {
      failures.append(
        Failure(
          seed: run.seed,
          command: "cerebellum campaign --robot \(robot.path) --seeds \(run.seed)",
          problems: report.problems))
    }
    last = [run.scenarioText] + report.lines(of: robot.model.robot.joints)
  }

  /// Of a single run also its scenario and everything that came of it.
  var text: String {
    var lines = [row("kind", "planned", "strikes", "outputs off")]
    for (name, kind) in kinds.sorted(by: { $0.key < $1.key }) {
      lines.append(row(name, "\(kind.runs)", "\(kind.strikes)", "\(kind.stopped)"))
    }
    lines.append("first fault: " + list(faults))
    lines.append("at the end: " + list(states))
    if runs == 1 { lines += last }
    for failure in failures.sorted(by: { $0.seed < $1.seed }).prefix(10) {
      lines.append("FAILED: seed \(failure.seed)")
      lines += failure.problems.prefix(3).map { "  \($0)" }
      lines.append("  repeat: \(failure.command)")
    }
    lines.append("\(runs) runs, \(cycles) cycles, \(failures.count) failed")
    return lines.joined(separator: "\n")
  }

  private func row(_ cells: String...) -> String {
    cells.enumerated().map { column, cell in
      let width = column == 0 ? 24 : 12
      let space = String(repeating: " ", count: max(1, width - cell.count))
      return column == 0 ? cell + space : space + cell
    }.joined()
  }

  private func list(_ counts: [String: Int]) -> String {
    counts.isEmpty
      ? "none"
      : counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
        .joined(separator: ", ")
  }
}
