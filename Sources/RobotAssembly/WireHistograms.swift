public import RobotRuntime
internal import RobotUnits
public import RobotWire

/// Histograms in the protocol's words, for both ends of it. Real-time: no.
extension Distribution {
  /// The percentiles of `counts`.
  public init(_ counts: HistogramCounts) {
    self.init(
      count: counts.count, p50: TimeSpan(nanoseconds: counts.quantile(0.5)),
      p99: TimeSpan(nanoseconds: counts.quantile(0.99)),
      p999: TimeSpan(nanoseconds: counts.quantile(0.999)),
      p9999: TimeSpan(nanoseconds: counts.quantile(0.9999)),
      max: TimeSpan(nanoseconds: counts.maximum))
  }
}

extension HistogramSnapshot {
  /// What `stage` of `thread` counted.
  public init(thread: UInt16, stage: LoopStage, _ counts: HistogramCounts) {
    self.init(
      thread: thread, stage: stage, sum: counts.sum,
      maximum: TimeSpan(nanoseconds: counts.maximum),
      buckets: counts.buckets.map {
        HistogramBucket(
          lower: TimeSpan(nanoseconds: $0.lower), upper: TimeSpan(nanoseconds: $0.upper),
          count: $0.count)
      })
  }

  /// The same, to compute with.
  public var counts: HistogramCounts {
    HistogramCounts(
      buckets.map { (lower: $0.lower.nanoseconds, count: $0.count) }, sum: sum,
      maximum: maximum.nanoseconds)
  }
}
