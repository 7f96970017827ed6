import BenchmarkKit
import CRealtime
import Glibc
import RobotRuntime
import RobotUnits

/// What this process was granted, asked for once: locked memory, shallow idle states for all
/// contestants alike, SCHED_FIFO 80 on the last processor.
enum Realtime {
  static let priority: Int32 = 80
  private static let setup = ProcessSetup(priority: priority)

  /// Where every contestant of a benchmark runs.
  static var processor: Int32 { crt_last_processor() }

  /// Why there is no SCHED_FIFO; nil when there is.
  static var refusal: String? {
    guard let refusal = setup.refusals.first(where: { $0.call == "SCHED_FIFO" }) else { return nil }
    return "SCHED_FIFO is refused (\(String(cString: strerror(refusal.errno)))); run as root"
  }

  /// `priority` where it is granted, otherwise none.
  static var grantedPriority: Int32? { setup.isRealtime ? priority : nil }

  /// Asks for locked memory and the rest, once.
  static func prepare() { _ = setup.isRealtime }

  /// Runs `task` in the product's executor every `period` until it raises `stop`, and waits for it. It
  /// is told the grid first. The last `spin` before each grid point is spun, not slept.
  static func loop<Task: CyclicTask>(
    every period: TimeSpan, spin: TimeSpan = .zero, priority: Int32?, stop: StopFlag,
    statistics: LoopStatistics = LoopStatistics(), _ makeTask: (CycleGrid) -> Task
  ) throws(BenchmarkFailure) {
    let grid = CycleGrid(start: SystemClock.now() + .milliseconds(5), period: period)
    // As large as the daemon's; nobody reads it, so what comes later is refused.
    let records = Ring<CycleRecord>(capacity: 1024)
    try run(
      CyclicExecutor(
        makeTask(grid), timing: CycleTiming(grid: grid, phase: .zero, deadline: period, spin: spin),
        stop: stop, statistics: statistics, records: records.writer),
      priority: priority)
  }

  /// Runs `job` on a thread of its own and waits for it.
  static func run<Job: RealtimeJob & ~Copyable>(_ job: consuming Job, priority: Int32?)
    throws(BenchmarkFailure)
  {
    prepare()
    do throws(SystemError) {
      try RealtimeThread.start(
        job, name: "bench", scheduling: Scheduling(priority: priority, processor: processor)
      ).join()
    } catch {
      throw BenchmarkFailure("\(error.call) failed with errno \(error.errno)")
    }
  }
}

/// Numbers that one thread writes and another reads when the first is done.
final class Samples: @unchecked Sendable {
  // Handed over by the end of the thread that writes.
  private let storage: UnsafeMutablePointer<Int64>
  private let capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    storage = .allocate(capacity: capacity)
    storage.initialize(repeating: 0, count: capacity)
  }

  deinit { storage.deallocate() }

  /// Adds `value` as long as there is room.
  @inline(__always) func add(_ value: Int64) {
    guard count < capacity else { return }
    storage[count] = value
    count += 1
  }

  /// Lets `fill` write at most `capacity` values and say how many.
  func fill(_ body: (UnsafeMutablePointer<Int64>, Int) -> Int) { count = body(storage, capacity) }

  /// The values, each times `scale`.
  func values(times scale: Double = 1) -> [Double] {
    (0..<count).map { Double(storage[$0]) * scale }
  }
}
