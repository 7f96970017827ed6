import RobotAssembly
import RobotConfiguration
import RobotScenarios

/// What came of all variants, ranked, as a table for people.
struct TuningTally: Sendable {
  private(set) var runs: [TuningRun] = []

  /// So many rows are shown.
  private static let most = 20

  mutating func add(_ run: TuningRun) { runs.append(run) }

  /// Those in which a watch complained.
  var failures: [TuningRun] { runs.filter { !$0.report.problems.isEmpty } }

  /// Of a single run also each joint, and everything that came of it.
  func text(_ tuning: Tuning, by order: TuningOrder) -> String {
    let ranked = order.sorted(runs)
    var lines = [Self.heads("run")]
    for run in ranked.prefix(Self.most) {
      lines.append(Self.row("\(run.seed)", run.worst) + "  " + Self.words(run))
    }
    if ranked.count > Self.most { lines.append("and \(ranked.count - Self.most) more") }
    if let run = runs.first, runs.count == 1 {
      lines.append(Self.heads("joint"))
      for (joint, figures) in zip(tuning.robot.model.robot.joints, run.joints) {
        lines.append(Self.row(joint.name, figures))
      }
      lines += run.report.lines(of: tuning.robot.model.robot.joints)
    }
    if let best = ranked.first, best.isUsable {
      lines.append("best by \(order.rawValue): run \(best.seed), \(Self.values(best))")
      lines += tuning.lines(best.changes).map { "\(tuning.robot.file):\($0.number):\($0.text)" }
    }
    for run in failures.sorted(by: { $0.seed < $1.seed }).prefix(10) {
      lines.append("FAILED: run \(run.seed), \(Self.values(run))")
      lines += run.report.problems.prefix(3).map { "  \($0)" }
    }
    let unusable = runs.count { !$0.isUsable }
    lines.append("\(runs.count) runs, \(unusable) of them not usable, \(failures.count) failed")
    return lines.joined(separator: "\n")
  }

  private static func words(_ run: TuningRun) -> String {
    run.isUsable
      ? values(run) : "NOT USABLE (\(run.misses.joined(separator: ", "))): \(values(run))"
  }

  private static func values(_ run: TuningRun) -> String {
    run.changes.isEmpty
      ? "the robot file as it is"
      : run.changes.map { "\($0.keyPath): \($0.value)" }.joined(separator: ", ")
  }

  private static func heads(_ first: String) -> String {
    cells(
      [first, "rms", "peak", "effort %", "limited %", "overshoot %", "settling s"])
  }

  private static func row(_ name: String, _ figures: TuningFigures) -> String {
    func percent(_ share: Double?) -> String {
      share.map { Decimals.text($0 * 100, places: 1) } ?? "-"
    }
    return cells([
      name, Decimals.text(figures.rms, places: 5), Decimals.text(figures.peak, places: 5),
      percent(figures.effort), percent(figures.saturation), percent(figures.overshoot),
      figures.unsettled > 0
        ? "never" : figures.settling.map { Decimals.text($0, places: 3) } ?? "-",
    ])
  }

  private static func cells(_ cells: [String]) -> String {
    cells.enumerated().map { column, cell in
      let space = String(repeating: " ", count: max(1, (column == 0 ? 16 : 12) - cell.count))
      return column == 0 ? cell + space : space + cell
    }.joined()
  }
}
