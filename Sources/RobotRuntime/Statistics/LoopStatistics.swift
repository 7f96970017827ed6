/// What a cyclic thread counts of itself. One thread writes, any thread reads. Real-time: yes.
public final class LoopStatistics: Sendable {
  /// From the grid point (plus phase) to running.
  public let wakeUp = Histogram()
  /// From running to done.
  public let execution = Histogram()
  /// Cycles that ran.
  public let cycles = Counter()
  /// Cycles that ended after their deadline.
  public let late = Counter()
  /// Cycles that were not done at their next wake-up time, and wake-ups so late that grid points were
  /// skipped.
  public let overruns = Counter()
  /// Grid points at which no cycle ran.
  public let skipped = Counter()

  /// Nothing counted yet.
  public init() {}

  /// Counts one cycle.
  public func record(_ record: borrowing CycleRecord) {
    var busy: Int64 = 0
    for stage in 1..<Stage.count { busy += record.stages[stage] }
    wakeUp.record(nanoseconds: record.duration(.wakeUp))
    execution.record(nanoseconds: busy)
    cycles.add()
    skipped.add(record.skipped)
    if record.lateness > 0 { late.add() }
  }
}
