import RobotAssembly
import RobotRuntime
import RobotUnits
import RobotWire

/// The histograms of all threads of the loop, and what they held up to a minute ago. The service thread
/// keeps it, so that the loop's own threads only count.
struct StatisticsHistory {
  private struct Stage {
    let stage: LoopStage
    let histogram: Histogram
    var window: HistogramWindow

    /// Its percentiles; `nil` when the thread has not passed it.
    var statistics: StageStatistics? {
      let counts = histogram.counts
      guard counts.count > 0 else { return nil }
      return StageStatistics(
        stage, sinceStart: Distribution(counts),
        lastMinute: Distribution(window.recent(of: counts)))
    }
  }

  private var threads: [[Stage]]
  private var latest: (time: MonotonicInstant, stages: [[StageStatistics]])?

  /// The last minute of `system`, which begins with its first cycle: about `now`.
  init(_ system: RobotSystem, at now: MonotonicInstant) {
    threads = ([system.controlStatistics] + system.busLoopStatistics).map { loop in
      loop.histograms.map { stage, histogram in
        Stage(
          stage: stage, histogram: histogram,
          window: HistogramWindow(at: now))
      }
    }
  }

  /// Copies the counts when that is due. Call it at least every 5 s.
  mutating func keep(_ now: MonotonicInstant) {
    for thread in threads.indices {
      for stage in threads[thread].indices {
        let histogram = threads[thread][stage].histogram
        threads[thread][stage].window.keep(histogram.counts, at: now)
      }
    }
  }

  /// What the last minute covers at `now`.
  func window(_ now: MonotonicInstant) -> TimeSpan {
    threads.first?.first.map { now - $0.window.start } ?? .zero
  }

  /// The wake-ups of the control thread in the last minute.
  var recentWakeUp: HistogramCounts {
    guard let wakeUp = threads.first?.first(where: { $0.stage == .wakeUp }) else {
      return HistogramCounts()
    }
    return wakeUp.window.recent(of: wakeUp.histogram.counts)
  }

  /// The stages that each thread has passed: control, then the buses. Computed every 20 ms at most, so
  /// that a flood of requests costs little.
  mutating func stages(_ now: MonotonicInstant) -> [[StageStatistics]] {
    if let latest, now < latest.time + .milliseconds(20) { return latest.stages }
    let stages = threads.map { $0.compactMap(\.statistics) }
    latest = (now, stages)
    return stages
  }

  /// All durations of `stage` of thread `index`; `nil` when there is no such thread.
  func histogram(_ index: Int, _ stage: LoopStage) -> HistogramSnapshot? {
    guard threads.indices.contains(index), let thread = UInt16(exactly: index),
      let found = threads[index].first(where: { $0.stage == stage })
    else { return nil }
    return HistogramSnapshot(thread: thread, stage: stage, found.histogram.counts)
  }
}

extension LoopStatistics {
  /// Its histograms by their names on the wire.
  fileprivate var histograms: [(LoopStage, Histogram)] {
    [(.execution, execution)] + Stage.allCases.map { (LoopStage($0), histogram($0)) }
  }
}

extension LoopStage {
  fileprivate init(_ stage: Stage) {
    self =
      switch stage {
      case .wakeUp: .wakeUp
      case .clock: .clock
      case .transfer: .transfer
      case .decode: .decode
      case .lines: .lines
      case .commands: .commands
      case .control: .control
      case .encode: .encode
      case .enable: .enable
      case .publish: .publish
      }
  }
}
