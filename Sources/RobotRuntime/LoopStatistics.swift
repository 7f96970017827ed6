public import Synchronization

/// What a cyclic thread counts of itself. One thread writes, any thread reads. Real-time: yes.
public final class LoopStatistics: Sendable {
  /// From the grid point (plus phase) to running.
  public let wakeUp = Histogram()
  /// From running to done.
  public let execution = Histogram()
  /// Cycles that ran.
  public let cycles = Atomic<UInt64>(0)
  /// Cycles that were not done at their next wake-up time.
  public let overruns = Atomic<UInt64>(0)
  /// Grid points at which no cycle ran.
  public let skipped = Atomic<UInt64>(0)

  /// Nothing counted yet.
  public init() {}
}
