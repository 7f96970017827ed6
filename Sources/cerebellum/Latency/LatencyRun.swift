import Glibc
import RobotAssembly
import RobotRuntime
import RobotUnits

/// One measurement of how late this machine wakes a thread.
struct LatencyRun {
  /// What to measure.
  struct Plan {
    var interval: TimeSpan
    var duration: TimeSpan
    /// SCHED_FIFO priority, 1...99; 0: SCHED_OTHER.
    var priority: Int32
    /// The processor; `nil`: the last one, as the daemon takes it, or any without a priority.
    var processor: Int32?
  }

  let plan: Plan
  /// How the thread really ran; without a priority it was SCHED_OTHER.
  let scheduling: Scheduling
  /// What the system refused, with its errno.
  let refusals: [SystemError]
  /// From each grid point to running.
  let wakeUps: HistogramCounts
  /// Grid points that passed while the thread slept.
  let skipped: UInt64
  /// What a hypervisor took from the processor meanwhile [s]; from all of them for a thread of any.
  let stolen: Double?
}

extension LatencyRun {
  /// Measures, until the end of the plan or until `isInterrupted`.
  init(_ plan: Plan, isInterrupted: () -> Bool) throws(ToolFailure) {
    let setup = ProcessSetup(priority: plan.priority)
    let scheduling = Scheduling(
      priority: setup.scheduling.priority,
      processor: plan.processor ?? setup.scheduling.processor)
    let histogram = Histogram()
    let skips = Counter()
    let stop = StopFlag()
    let processor = scheduling.processor
    let stolenBefore = Machine.stolen(processor: processor)
    let start = SystemClock.now()
    let thread: RealtimeThread
    do throws(SystemError) {
      thread = try RealtimeThread.start(
        WakeUpProbe(
          grid: CycleGrid(start: start, period: plan.interval), end: start + plan.duration,
          histogram: histogram, skipped: skips, stop: stop),
        name: "cbl-latency", scheduling: scheduling)
    } catch {
      let reason = String(cString: strerror(error.errno))
      let place = processor.map { "CPU \($0)" } ?? "any CPU"
      throw ToolFailure(
        .hardware,
        "no thread can be started on \(place) (\(reason)): choose another --cpu; taskset -p $$ "
          + "shows those that this process may use",
        "无法在 \(place) 上启动线程（\(reason)）：请换一个 --cpu；taskset -p $$ 可查看可用的处理器")
    }
    while !thread.join(until: SystemClock.now() + .milliseconds(100)) {
      if isInterrupted() { stop.raise() }
    }
    let stolenAfter = Machine.stolen(processor: processor)
    self.init(
      plan: plan, scheduling: scheduling, refusals: setup.refusals, wakeUps: histogram.counts,
      skipped: skips.value,
      stolen: stolenBefore.flatMap { before in stolenAfter.map { $0 - before } })
  }
}
