import RobotConfiguration
import RobotScenarios

extension FaultMatrix {
  /// What the numbers are, and what they are not.
  static let disclaimer =
    "Simulated results: the shipped drivers, bus executors and control loop on simulated buses, chips and motors, on "
    + "a virtual clock that no computer delays. Software monitors, not certified safety functions."

  static let explanation = [
    "Detection: from the first injected fault's start until the cycle that latched a fault, stopped or degraded the "
      + "robot. Reaction: from then until the outputs were off. Off: both. Of a robot that holds, reaction and off are "
      + "until its references were at rest. Bound: what the scenario allows for that. Rows: those of the fault table.",
    "Times are in ms of the virtual clock, whole cycles: a fault that starts within a cycle is noticed at the end of one.",
  ]

  static let columns = [
    "scenario", "robot", "seed", "code", "noticed", "detection", "reaction", "off", "bound", "end",
    "rows", "result",
  ]

  private var cells: [[String]] { [Self.columns] + rows.map(\.cells) }

  /// An aligned table, why scenarios failed, the rows of the fault table that are not shown, and a summary.
  public var text: String {
    let cells = cells
    let widths = Self.columns.indices.map { column in
      cells.map { $0[column].count }.max() ?? 0
    }
    let table = cells.map { row in
      row.indices.map { column in
        let pad = String(repeating: " ", count: widths[column] - row[column].count)
        return Row.isNumber(column) ? pad + row[column] : row[column] + pad
      }.joined(separator: "  ").trimmed
    }
    return
      (table + failed.flatMap { row in row.failures.map { "FAILED \(row.scenario.name): \($0)" } }
      + missing.map { "not shown: \($0)" } + [summary, fingerprintText]).joined(separator: "\n")
  }

  /// The same in Markdown.
  public var markdown: String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rule = Self.columns.indices.map { Row.isNumber($0) ? "---:" : "---" }
    var parts = ["# Fault matrix", Self.disclaimer] + Self.explanation
    parts.append(
      ([line(Self.columns), line(rule)] + rows.map { line($0.cells) }).joined(separator: "\n"))
    parts.append("\(summary), \(fingerprintText).")
    let failures = failed.flatMap { row in row.failures.map { "- \(row.scenario.name): \($0)" } }
    if !failures.isEmpty { parts.append("Failed:\n\n" + failures.joined(separator: "\n")) }
    if !missing.isEmpty {
      parts.append("No scenario shows:\n\n" + missing.map { "- \($0)" }.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The rows of the fault table that no scenario shows, with their titles.
  var missing: [String] {
    missingTableRows.map { row in
      "row \(row), \(FaultTable.titles[row - 1])"
        + (FaultTable.reasons[row].map { ": \($0)" } ?? "")
    } + FaultTable.open
      + unplayed.map { "\($0.name): without --programs there is no daemon to play it on" }
  }
}

extension FaultMatrix.Row {
  /// A cell for each column.
  var cells: [String] {
    let verdict = report.verdict
    return [
      scenario.name, scenario.robot, "\(scenario.seed)", verdict.map { "\($0.code)" } ?? "-",
      noticed?.title.english ?? unnoticed,
      Self.milliseconds(verdict?.detection ?? report.observedAfter),
      Self.milliseconds(verdict?.reaction), Self.milliseconds(report.secured),
      Self.milliseconds(scenario.expectation.within), "\(report.state)",
      tableRows.isEmpty ? "-" : tableRows.map(String.init).joined(separator: ", "),
      failures.isEmpty ? "pass" : "FAIL",
    ]
  }

  /// What there is to say of a robot that noticed no fault and stopped for none.
  private var unnoticed: String {
    if let observed = report.observed { return "\(observed) (wall clock)" }
    if let refusal = report.refusal {
      return refusal.hasPrefix("arming") ? "arming refused" : "set-up refused"
    }
    let isAsked = scenario.faults.allSatisfy { if case .asked = $0.kind { true } else { false } }
    return isAsked ? "as asked" : "ridden through"
  }

  static func isNumber(_ column: Int) -> Bool {
    column == 2 || column == 3 || (5...8).contains(column)
  }

  /// `12.0`, or `-`.
  static func milliseconds(_ seconds: Double?) -> String {
    seconds.map { Decimals.text($0 * 1e3, places: 1) } ?? "-"
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
