import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// Counts and times of the control loop as text: what most people want to know.
struct LoopTable {
  let statistics: StatisticsSnapshot
  let console: Console

  var lines: [String] { [counts] + times.lines }

  private var counts: String {
    let control = statistics.control
    return console.text(
      "cycles \(control.cycles)  late \(control.late)  overruns \(control.overruns)  "
        + "skipped \(control.skipped)  late replies \(statistics.lateReplies)  "
        + "bus errors \(statistics.busErrors)  faults \(statistics.faults)",
      "周期 \(control.cycles)  迟到 \(control.late)  超时 \(control.overruns)  "
        + "跳过 \(control.skipped)  迟到应答 \(statistics.lateReplies)  "
        + "总线错误 \(statistics.busErrors)  故障 \(statistics.faults)")
  }

  private var times: Table {
    var table = Table(header: [console.text("loop", "循环")] + Distribution.headings(console))
    let stages = [LoopStage.wakeUp, .execution].map { statistics.control[$0] }
    for stage in stages {
      table.add([stage.stage.words.text(console.language)] + stage.sinceStart.figures)
    }
    let window = Window.words(statistics.window).text(console.language)
    for stage in stages {
      let name = stage.stage.words.text(console.language)
      table.add([name + console.text(", ", "，") + window] + stage.lastMinute.figures)
    }
    return table
  }
}

/// All stages of all threads as text, since the start and of the last minute.
struct StageTables {
  let statistics: StatisticsSnapshot
  let info: RobotInfo
  let console: Console

  var lines: [String] {
    let window = Window.words(statistics.window).text(console.language)
    return table(console.text("since the start", "自启动"), \.sinceStart)
      + [""] + table(window, \.lastMinute)
  }

  private func table(
    _ title: String, _ distribution: (StageStatistics) -> Distribution
  ) -> [String] {
    var table = Table(
      header: [title, console.text("count", "次数")] + Distribution.headings(console))
    for thread in statistics.threads(info) {
      for stage in thread.statistics.stages.sorted(by: { $0.stage.rank < $1.stage.rank }) {
        let times = distribution(stage)
        let name =
          thread.name(console.language) + console.text(": ", "：")
          + stage.stage.words.text(console.language)
        table.add([name, "\(times.count)"] + times.figures)
      }
    }
    return table.lines
  }
}

/// A thread of the loop.
struct LoopThread {
  /// Its number in the protocol: 0 for control, the buses from 1 on.
  let number: UInt16
  /// The bus that it serves; `nil` for control.
  let bus: String?
  let statistics: ThreadStatistics

  /// Its name for programs. A bus may be called "control" too: `bus` tells them apart.
  var name: String { bus ?? "control" }

  func name(_ language: Language) -> String {
    bus ?? (language == .chinese ? "控制线程" : "control")
  }
}

extension StatisticsSnapshot {
  /// Whether the control thread runs the transfers of all buses itself: a stage that it has not
  /// otherwise.
  var hasInlineBuses: Bool { control[.transfer].sinceStart.count > 0 }

  /// The control thread, then those of the buses of `info`, where they have their own.
  func threads(_ info: RobotInfo) -> [LoopThread] {
    let control = LoopThread(number: 0, bus: nil, statistics: control)
    if hasInlineBuses { return [control] }
    return [control]
      + zip(info.buses, buses).enumerated().map { index, bus in
        LoopThread(number: UInt16(clamping: index + 1), bus: bus.0.name, statistics: bus.1)
      }
  }
}

extension LoopStage {
  /// The order in a cycle; the whole of it comes last.
  fileprivate var rank: UInt8 { self == .execution ? .max : rawValue }
}

extension Distribution {
  static func headings(_ console: Console) -> [String] {
    ["p50 µs", "p99 µs", "p99.9 µs", "p99.99 µs", console.text("max µs", "最大 µs")]
  }

  /// For people; "–" when there is no value.
  var figures: [String] {
    [p50, p99, p999, p9999, max].map { count > 0 ? Figures.microseconds($0) : "–" }
  }
}

/// The time that recent figures cover.
enum Window {
  static func words(_ window: TimeSpan) -> Message {
    if window >= .milliseconds(60_000) { return Message("last minute", "最近一分钟") }
    let seconds = Figures.fixed(window.seconds, 0)
    return Message("last \(seconds) s", "最近 \(seconds) 秒")
  }
}
