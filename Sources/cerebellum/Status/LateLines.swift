import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import RobotWire

/// Missed deadlines as text.
struct LateLines {
  let report: LateReport
  let console: Console

  /// Counts and the last ones, for `status`: nothing when no cycle was ever late.
  var brief: [String] {
    guard !report.cycles.isEmpty else { return [] }
    let events = report.cycles.suffix(3).map { line($0) }
    return ["", countLine] + events
  }

  /// Everything, for `late`.
  var full: [String] {
    guard !report.cycles.isEmpty else {
      return [console.text("no cycle was late", "没有周期延迟")] + unseenLines
    }
    let events = report.cycles.map { line($0) }
    return [countLine] + unseenLines + [""] + events + [""] + stageLines
  }

  private var countLine: String {
    let counts = report.counts.map { count in
      let name = CauseKind(rawValue: count.cause)?.words ?? Message(same: "\(count.cause)")
      return "\(name.text(console.language)) \(count.count)"
    }
    let total = report.counts.reduce(0) { $0 + $1.count }
    let list = counts.joined(separator: "  ")
    return console.coloured(
      console.text("late cycles \(total): \(list)", "延迟周期 \(total)：\(list)"), .caution)
  }

  private var unseenLines: [String] {
    guard report.unseen > 0 else { return [] }
    return [
      console.text(
        "\(report.unseen) cycles were never looked at: the daemon got no processor time",
        "\(report.unseen) 个周期未被检查：守护进程未获得处理器时间")
    ]
  }

  private func line(_ late: LateEvent) -> String {
    let text = console.text(late.english, late.chinese)
    return console.text("cycle \(late.cycle)  \(text)", "周期 \(late.cycle)  \(text)")
  }

  /// The stages of the cycles before the last miss, one column each; a stage that the thread does not
  /// have is left out.
  private var stageLines: [String] {
    let present = Stage.allCases.filter { stage in
      report.before.contains { Self.time($0.stages, stage) != .zero }
    }
    var table = Table(
      header: [console.text("cycle, µs", "周期，µs")]
        + present.map { $0.words.text(console.language) } + [console.text("late", "延迟")])
    for cycle in report.before {
      table.add(
        ["\(cycle.cycle)"] + present.map { Figures.microseconds(Self.time(cycle.stages, $0)) }
          + [cycle.lateness > .zero ? Figures.microseconds(cycle.lateness) : ""])
    }
    table.add(
      [console.text("usual", "通常")]
        + present.map { Figures.microseconds(Self.time(report.usual, $0)) } + [""])
    let thread = report.cycles.last?.thread ?? ""
    let name = thread.isEmpty ? console.text("control", "控制") : thread
    return [console.text("Before the last one (\(name)):", "最近一次之前（\(name)）：")] + table.lines
  }

  private static func time(_ stages: [TimeSpan], _ stage: Stage) -> TimeSpan {
    stage.place() < stages.count ? stages[stage.place()] : .zero
  }
}
