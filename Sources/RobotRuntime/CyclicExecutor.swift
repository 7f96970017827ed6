internal import CRealtime
public import RobotUnits

/// What happens once per grid point.
public protocol CyclicTask: ~Copyable, Sendable {
  /// One turn at grid point `index`; `skipped` grid points before it had none. `woken` is when the
  /// thread began to run.
  mutating func run(index: UInt64, skipped: UInt64, woken: MonotonicInstant)
  /// After the last turn, on the same thread: leaves everything that the task drives in a safe state.
  mutating func end()
}

/// Runs a task on an absolute grid: sleeps until `grid point + phase`, runs, and sleeps again.
///
/// Blocks on nothing but its own wake-up. A cycle that ends after its successor's wake-up time is an
/// overrun. The successor begins late; it is skipped when the wake-up time after its own has passed as
/// well. Whatever happened, the next one is on the grid again.
public struct CyclicExecutor<Task: CyclicTask & ~Copyable>: ~Copyable, RealtimeJob {
  private var task: Task
  private let grid: CycleGrid
  private let phase: TimeSpan
  private let stop: StopFlag
  private let statistics: LoopStatistics

  /// An executor of `task` at `phase` after each grid point.
  public init(
    _ task: consuming Task, grid: CycleGrid, phase: TimeSpan, stop: StopFlag,
    statistics: LoopStatistics
  ) {
    self.task = task
    self.grid = grid
    self.phase = phase
    self.stop = stop
    self.statistics = statistics
  }

  public mutating func run() {
    var next: UInt64 = 0
    var wasLate = false
    while !stop.isRaised {
      let due = grid.instant(next) + phase
      _ = crt_sleep_until(due.nanoseconds)
      let woken = MonotonicInstant(nanoseconds: crt_now())
      // Woken so late that later grid points have passed: their cycles are gone.
      let index = max(
        next, grid.index(at: MonotonicInstant(nanoseconds: woken.nanoseconds - phase.nanoseconds)))
      let skipped = index - next
      task.run(index: index, skipped: skipped, woken: woken)
      let done = MonotonicInstant(nanoseconds: crt_now())
      next = index + 1
      statistics.wakeUp.record(nanoseconds: (woken - due).nanoseconds)
      statistics.execution.record(nanoseconds: (done - woken).nanoseconds)
      statistics.cycles.add()
      statistics.skipped.add(skipped)
      let isLate = done > grid.instant(next) + phase
      // What an overrun made its successors skip is that overrun, not another one.
      if isLate || (skipped > 0 && !wasLate) { statistics.overruns.add() }
      wasLate = isLate
    }
    task.end()
  }
}
