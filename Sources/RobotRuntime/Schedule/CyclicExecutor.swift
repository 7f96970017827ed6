internal import CRealtime
public import RobotUnits

/// When a cyclic thread runs, and by when it must be done.
public struct CycleTiming: BitwiseCopyable, Sendable {
  /// The grid.
  public var grid: CycleGrid
  /// It wakes so long after each grid point ...
  public var phase: TimeSpan
  /// ... and is late when it ends later than this after the grid point.
  public var deadline: TimeSpan

  /// A timing.
  public init(grid: CycleGrid, phase: TimeSpan, deadline: TimeSpan) {
    self.grid = grid
    self.phase = phase
    self.deadline = deadline
  }
}

/// Runs a task on an absolute grid: sleeps until `grid point + phase`, runs, and sleeps again.
///
/// Blocks on nothing but its own wake-up. A cycle that ends after its successor's wake-up time is an
/// overrun. The successor begins late; it is skipped when the wake-up time after its own has passed as
/// well. Whatever happened, the next one is on the grid again.
public struct CyclicExecutor<Task: CyclicTask & ~Copyable>: ~Copyable, RealtimeJob {
  private var task: Task
  private let timing: CycleTiming
  private let stop: StopFlag
  private let statistics: LoopStatistics
  private var records: RingWriter<CycleRecord>
  private var trace = CycleTrace()

  /// An executor of `task`. Every cycle's record goes to `records`.
  public init(
    _ task: consuming Task, timing: CycleTiming, stop: StopFlag, statistics: LoopStatistics,
    records: consuming RingWriter<CycleRecord>
  ) {
    self.task = task
    self.timing = timing
    self.stop = stop
    self.statistics = statistics
    self.records = records
  }

  public mutating func run() {
    let grid = timing.grid
    var next: UInt64 = 0
    var wasLate = false
    while !stop.isRaised {
      let due = grid.instant(next) + timing.phase
      _ = crt_sleep_until(due.nanoseconds)
      let woken = MonotonicInstant(nanoseconds: crt_now())
      // Woken so late that later grid points have passed: their cycles are gone.
      let reached = MonotonicInstant(nanoseconds: woken.nanoseconds - timing.phase.nanoseconds)
      let index = max(next, grid.index(at: reached))
      let turn = Turn(index: index, skipped: index - next)
      trace.begin(turn, due: due, woken: woken, interruptions: 0)
      task.run(turn, &trace)
      let done = trace.now()
      next = index + 1
      let lateness = (done - grid.instant(index)) - timing.deadline
      trace.record.lateness = max(lateness.nanoseconds, 0)
      statistics.record(trace.record)
      let isLate = done > grid.instant(next) + timing.phase
      // What an overrun made its successors skip is that overrun, not another one.
      if isLate || (turn.skipped > 0 && !wasLate) { statistics.overruns.add() }
      wasLate = isLate
      _ = records.push(trace.record)
    }
    task.end()
  }
}
