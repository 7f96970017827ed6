import ArgumentParser
import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// How `statistics` writes.
enum StatisticsFormat: String, CaseIterable, ExpressibleByArgument {
  case table, prometheus, cyclictest
}

/// Shows or exports the loop's times.
struct StatisticsCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "statistics",
    abstract: "Show how long each stage of the loop takes, or export the histograms.",
    discussion: """
      table: percentiles of every stage, since the start and of the last minute. prometheus: text \
      exposition format 0.0.4, for node_exporter's textfile collector. cyclictest: as "cyclictest -q -h", \
      a column for each thread; "cerebellum statistics --format cyclictest >plot.txt" feeds its plots.
      """)
  @Option(help: "table, prometheus or cyclictest.")
  var format = StatisticsFormat.table
  @Option(help: "The stage that cyclictest's format shows, for example wake_up or transfer.")
  var stage = "wake_up"
  @Option(
    help: ArgumentHelp("The lines of cyclictest's format, one for each µs.", valueName: "count"))
  var lines = 400
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    guard (1...1_000_000).contains(lines) else {
      throw ToolFailure(
        .usage, "--lines \(lines): give 1 to 1000000", "--lines \(lines)：请给出 1 到 1000000")
    }
    guard let stage = LoopStage.allCases.first(where: { $0.name == stage }) else {
      let names = LoopStage.allCases.map(\.name).joined(separator: ", ")
      throw ToolFailure(
        .usage, "--stage: there is no stage \"\(stage)\"; there are: \(names)",
        "--stage：没有阶段 \"\(stage)\"；可用：\(names)")
    }
    let session = try DaemonSession(path: socket.path)
    let statistics = try session.statistics()
    let access = try session.access()
    if common.json {
      console.line(
        JSONValue.object([
          ("robot", .text(session.info.name)), ("loop", statistics.loopJSON),
          ("threads", statistics.threadsJSON(session.info)),
          ("refusals", access.refusalsJSON),
        ]).oneLine)
      return
    }
    let text: [String]
    switch format {
    case .table:
      text =
        LoopTable(statistics: statistics, console: console).lines
        + [access.refusalLine(console)].compactMap(\.self) + [""]
        + StageTables(statistics: statistics, info: session.info, console: console).lines
    case .prometheus:
      text =
        PrometheusText(
          info: session.info, statistics: statistics, access: access,
          histograms: try LoopHistograms(of: session, statistics)
        ).lines
    case .cyclictest:
      let histograms = try LoopHistograms(of: session, statistics)
      text = CyclictestText(columns: histograms.threads(passing: stage), lineCount: lines).lines
    }
    console.line(text.joined(separator: "\n"))
  }
}
