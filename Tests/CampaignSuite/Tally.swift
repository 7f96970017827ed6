import FaultRig
import RobotConfiguration
import RobotCore
import RobotScenarios

/// What came of all sequences.
struct Tally: Sendable {
  /// What came of the sequences in which a kind of fault was planned.
  struct Kind: Sendable {
    var sequences = 0
    var strikes = 0
    var stopped = 0
  }

  private(set) var kinds: [String: Kind] = [:]
  private(set) var faults: [String: Int] = [:]
  private(set) var states: [String: Int] = [:]
  private(set) var sequences = 0
  private(set) var cycles = 0
  private(set) var failures: [Campaign.Outcome] = []
  /// The last of them, where there is only one.
  private(set) var last: Campaign.Outcome?

  mutating func add(_ outcome: Campaign.Outcome) {
    let report = outcome.report
    sequences += 1
    cycles += report.cycles
    for (fault, strikes) in zip(outcome.scenario.faults, report.strikes) {
      let name = String("\(fault.kind)".prefix { $0 != "(" })
      kinds[name, default: Kind()].sequences += 1
      kinds[name, default: Kind()].strikes += strikes
      if report.outputsOff != nil { kinds[name, default: Kind()].stopped += 1 }
    }
    if let first = report.faults.first {
      faults[FaultReport.name(first.code.rawValue), default: 0] += 1
    }
    states["\(report.state)", default: 0] += 1
    if !report.problems.isEmpty { failures.append(outcome) }
    last = outcome
  }

  mutating func add(_ other: Tally) {
    sequences += other.sequences
    cycles += other.cycles
    kinds.merge(other.kinds) { one, two in
      Kind(
        sequences: one.sequences + two.sequences, strikes: one.strikes + two.strikes,
        stopped: one.stopped + two.stopped)
    }
    faults.merge(other.faults, uniquingKeysWith: +)
    states.merge(other.states, uniquingKeysWith: +)
    failures += other.failures
    last = other.last ?? last
  }

  /// A table for people.
  var text: String {
    var lines = [row("kind", "planned", "strikes", "outputs off")]
    for (name, kind) in kinds.sorted(by: { $0.key < $1.key }) {
      lines.append(row(name, "\(kind.sequences)", "\(kind.strikes)", "\(kind.stopped)"))
    }
    lines.append("first fault: " + list(faults))
    lines.append("at the end: " + list(states))
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
    counts.sorted { $0.value > $1.value }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
