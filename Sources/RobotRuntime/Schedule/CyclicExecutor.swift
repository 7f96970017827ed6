public import CRealtime
public import RobotCore
public import RobotUnits

/// Runs a task on an absolute grid: waits until `grid point + phase`, runs, and waits again.
///
/// Blocks on nothing but its own wake-up. A cycle that ends after its successor's wake-up time is an
/// overrun; `OverrunPolicy` says which cycle runs next. Whatever happened, the grid stays.
///
/// Generic code cannot carry the real-time attributes; `run` and all that it calls is inlinable, so that
/// a concrete function that carries them, and calls it, proves it.
public struct CyclicExecutor<Task: CyclicTask & ~Copyable>: ~Copyable, RealtimeJob {
  @usableFromInline var task: Task
  @usableFromInline let timing: CycleTiming
  @usableFromInline var policy: OverrunPolicy
  @usableFromInline let stop: StopFlagReader
  @usableFromInline var statistics: LoopRecorder
  @usableFromInline var records: RingWriter<CycleRecord>
  @usableFromInline var trace = CycleTrace()

  /// An executor of `task`. Every cycle's record goes to `records`.
  public init(
    _ task: consuming Task, timing: CycleTiming, policy: OverrunPolicy = OverrunPolicy(),
    stop: StopFlag, statistics: LoopStatistics, records: consuming RingWriter<CycleRecord>
  ) {
    self.task = task
    self.timing = timing
    self.policy = policy
    self.stop = stop.reader
    self.statistics = statistics.recorder
    self.records = records
  }

  @inlinable public mutating func run() {
    let probe = ThreadUsageProbe()
    var wasLate = false
    while !stop.isRaised {
      let due = timing.due(policy.next)
      var interruptions: UInt32 = 0
      _ = crt_sleep_until_counted(due.nanoseconds - timing.spin.nanoseconds, &interruptions)
      let woken = MonotonicInstant(nanoseconds: crt_spin_until(due.nanoseconds))
      let turn = policy.begin(reached: timing.reached(at: woken))
      trace.begin(turn, due: due, woken: woken, interruptions: interruptions)
      task.run(turn, &trace)
      let done = trace.now()
      let lateness = (done - timing.grid.instant(turn.index)) - timing.deadline
      trace.record.lateness = max(lateness.nanoseconds, 0)
      statistics.record(trace.record)
      let isLate = policy.end(reached: timing.reached(at: done))
      // What an overrun made its successors skip is that overrun, not another one.
      if isLate || (turn.overrun.cost > 0 && !wasLate) { statistics.addOverrun() }
      wasLate = isLate
      if trace.record.isMiss() { trace.record.usage = probe.read() }
      _ = records.push(trace.record)
    }
    task.end()
  }
}
