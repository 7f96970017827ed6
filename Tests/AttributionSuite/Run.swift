import CInjection
import CRealtime
import RobotRuntime
import RobotUnits

/// One run: the robot's thread, those that disturb it, and the watch that explains.
struct Run {
  let plan: Plan
  let isRealtime: Bool
  let faultTime: Int64

  static let period = TimeSpan.microseconds(1000)
  static let deadline = TimeSpan.microseconds(500)

  struct Outcome {
    var late: [LateCycle] = []
    var recorder = FlightRecorder()
    var misses: UInt64 = 0
    var refused: UInt64 = 0
  }

  func perform() throws(SystemError) -> Outcome {
    let same = crt_last_processor()
    let other: Int32? = crt_processor_count() > 1 ? 0 : nil
    let injections = UnsafeMutableBufferPointer<Injection>.allocate(
      capacity: max(plan.injections.count, 1))
    _ = injections.initialize(from: plan.injections)
    let pipe = UnsafeMutablePointer<Int32>.allocate(capacity: 2)
    guard inj_full_pipe(pipe) == 0, let pages = inj_pages(Self.pageBytes) else {
      preconditionFailure("no pipe, or no 64 MB of memory: nothing can be injected")
    }
    let ring = Ring<CycleRecord>(capacity: 4096)
    let stop = StopFlag()
    let statistics = LoopStatistics()
    let robot = try RealtimeThread.start(
      CyclicExecutor(
        Robot(
          plan: UnsafeBufferPointer(rebasing: injections[..<plan.injections.count]), pages: pages,
          pipe: pipe, stop: stop, last: plan.end, faultTime: faultTime),
        timing: CycleTiming(grid: plan.grid, phase: .zero, deadline: Self.deadline), stop: stop,
        statistics: statistics, records: ring.writer),
      name: "robot", scheduling: Scheduling(priority: isRealtime ? 80 : nil, processor: same))
    let victim = identity(of: robot)
    inj_handle_signals(5_000)
    let hog = try RealtimeThread.start(
      Hog(injections: plan.of([.hogAwake, .hogAsleep]), grid: plan.grid), name: "hog",
      scheduling: Scheduling(priority: isRealtime ? 90 : nil, processor: same))
    let helper = try RealtimeThread.start(
      Helper(
        injections: plan.of([.signalStorm, .logBurst, .clockStall, .pageFaults]), grid: plan.grid,
        pages: pages, pipe: pipe, faultTime: faultTime, victim: victim),
      name: "helper", scheduling: Scheduling(priority: isRealtime ? 85 : nil, processor: other))
    let watch = ThreadWatch(
      records: ring.reader, thread: robot, stolenTime: StolenTime(processor: same), bus: 0)
    var outcome = Outcome()
    // As the daemon's service thread does it.
    while !stop.isRaised {
      Wait.until(inj_now() + 20_000_000)
      outcome.late += watch.drain(SystemClock.now())
    }
    for thread in [robot, hog, helper] { thread.join() }
    outcome.late += watch.drain(SystemClock.now() + .milliseconds(1000))
    outcome.recorder = watch.recorder
    outcome.misses = statistics.late
    outcome.refused = ring.refusedCount
    return outcome
  }

  static let pageBytes = 64 << 20

  private func identity(of thread: RealtimeThread) -> Int32 {
    while true {
      if let identity = thread.identity { return identity }
      Wait.until(inj_now() + 100_000)
    }
  }

  /// What a page fault costs here [ns], when nothing disturbs.
  static func measureFault() -> Int64 {
    let size = 500 * 4096
    guard let pages = inj_pages(size) else { return 1000 }
    var least = Int64.max
    for _ in 0..<20 {
      inj_drop_pages(pages, size)
      let start = inj_now()
      inj_touch_pages(pages, size)
      least = min(least, (inj_now() - start) / 500)
    }
    return max(least, 100)
  }

  /// What makes a cycle late here [ns]: the deadline without the usual end of a cycle.
  static func measureMargin(isRealtime: Bool) throws(SystemError) -> Int64 {
    let grid = CycleGrid(start: SystemClock.now() + .milliseconds(10), period: period)
    let run = Run(
      plan: Plan(count: 0, margin: 0, grid: grid, seed: 0), isRealtime: isRealtime, faultTime: 1000)
    let records = try run.perform().recorder.last()
    let usual = StageBaseline(records).typical.reduce(0, +)
    return max(deadline.nanoseconds - usual, 50_000)
  }
}
