import RobotAssembly
import RobotRuntime
import RobotWire

/// The full histograms of a loop.
struct LoopHistograms {
  /// One of them.
  struct Entry {
    let thread: LoopThread
    let stage: LoopStage
    let counts: HistogramCounts
  }

  let entries: [Entry]

  /// All stages that the threads of `statistics` have passed.
  init(of session: DaemonSession, _ statistics: StatisticsSnapshot) throws(ToolFailure) {
    var entries: [Entry] = []
    for thread in statistics.threads(session.info) {
      for stage in thread.statistics.stages {
        let counts = try session.histogram(thread: thread.number, stage: stage.stage)
        entries.append(Entry(thread: thread, stage: stage.stage, counts: counts))
      }
    }
    self.init(entries)
  }

  init(_ entries: [Entry]) { self.entries = entries }

  /// One per thread that has passed `stage`.
  func threads(passing stage: LoopStage) -> [HistogramCounts] {
    entries.filter { $0.stage == stage }.map(\.counts)
  }
}
