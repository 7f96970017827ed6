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
  }

  private var threads: [[Stage]]

  /// The last minute of `system`, which begins `now`.
  init(_ system: RobotSystem, at now: MonotonicInstant) {
    threads = ([system.controlStatistics] + system.busLoopStatistics).map { loop in
      loop.histograms.map { stage, histogram in
        Stage(
          stage: stage, histogram: histogram,
          window: HistogramWindow(histogram.counts, at: now))
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

  /// The stages that thread `index` has passed: 0 for control, the buses from 1 on.
  func stages(_ index: Int) -> [StageStatistics] {
    threads[index].compactMap { stage in
      let counts = stage.histogram.counts
      guard counts.count > 0 else { return nil }
      return StageStatistics(
        stage.stage, sinceStart: Distribution(counts),
        lastMinute: Distribution(stage.window.recent(of: counts)))
    }
  }

  /// All durations of `stage` of thread `index`; `nil` when there is no such thread.
  func histogram(_ index: Int, _ stage: LoopStage) -> HistogramSnapshot? {
    guard threads.indices.contains(index), let thread = UInt16(exactly: index),
      let found = threads[index].first(where: { $0.stage == stage })
    else { return nil }
    let counts = found.histogram.counts
    return HistogramSnapshot(
      thread: thread, stage: stage, sum: counts.sum,
      maximum: TimeSpan(nanoseconds: counts.maximum),
      buckets: counts.buckets.map {
        HistogramBucket(
          lower: TimeSpan(nanoseconds: $0.lower), upper: TimeSpan(nanoseconds: $0.upper),
          count: $0.count)
      })
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

extension Distribution {
  fileprivate init(_ counts: HistogramCounts) {
    self.init(
      count: counts.count, p50: TimeSpan(nanoseconds: counts.quantile(0.5)),
      p99: TimeSpan(nanoseconds: counts.quantile(0.99)),
      p999: TimeSpan(nanoseconds: counts.quantile(0.999)),
      p9999: TimeSpan(nanoseconds: counts.quantile(0.9999)),
      max: TimeSpan(nanoseconds: counts.maximum))
  }
}
