internal import CRealtime
public import RobotUnits

/// Measures how late the system wakes a thread, as cyclictest(8) does: sleeps until absolute points of a
/// grid (clock_nanosleep, CLOCK_MONOTONIC) and records the distance to the moment at which it runs. A
/// point that has passed while it slept is skipped and counted.
public struct WakeUpProbe: ~Copyable, RealtimeJob {
  private let grid: CycleGrid
  private let end: MonotonicInstant
  private let histogram: Histogram
  private let skipped: Counter
  private let stop: StopFlag

  /// Wakes at every point of `grid` from its second one on that comes before `end`, or until `stop` is
  /// raised.
  public init(
    grid: CycleGrid, end: MonotonicInstant, histogram: Histogram, skipped: Counter, stop: StopFlag
  ) {
    self.grid = grid
    self.end = end
    self.histogram = histogram
    self.skipped = skipped
    self.stop = stop
  }

  public mutating func run() {
    var next: UInt64 = 1
    while grid.instant(next) < end, !stop.isRaised {
      let due = grid.instant(next)
      _ = crt_sleep_until(due.nanoseconds)
      let now = SystemClock.now()
      histogram.record(nanoseconds: (now - due).nanoseconds)
      let following = grid.index(at: now) + 1
      skipped.add(following - next - 1)
      next = following
    }
  }
}
