internal import Synchronization

/// What a cyclic thread counts of itself: a histogram for each stage and one for the whole execution.
///
/// All memory (about 90 kB) is allocated and touched by `init`, before the thread starts. The thread
/// writes through its `recorder`, any thread reads. Real-time: no; the recorder is.
public final class LoopStatistics: @unchecked Sendable {
  // Every word behind `cells` is atomic. The class only owns them.
  private let cells: LoopCells
  private let stages: [Histogram]
  /// From running to done: all stages but the wake-up.
  public let execution = Histogram()

  /// Nothing counted yet.
  public init() {
    stages = Stage.allCases.map { _ in Histogram() }
    cells = LoopCells(stages.map(\.cells), execution: execution.cells)
  }

  deinit { cells.deallocate() }

  /// The durations of `stage`, of the cycles that passed it; empty where the thread has no such stage.
  public func histogram(_ stage: Stage) -> Histogram { stages[stage.place()] }

  /// From the grid point (plus phase) to running.
  public var wakeUp: Histogram { histogram(.wakeUp) }

  /// Cycles that ran.
  public var cycles: UInt64 { cells.count(.cycles) }
  /// Cycles that ended after their deadline.
  public var late: UInt64 { cells.count(.late) }
  /// Cycles that were not done at their next wake-up time, and wake-ups so late that grid points were
  /// skipped.
  public var overruns: UInt64 { cells.count(.overruns) }
  /// Grid points at which no cycle ran.
  public var skipped: UInt64 { cells.count(.skipped) }

  /// The recording side. Ask for it once.
  public var recorder: LoopRecorder { LoopRecorder(self, cells) }
}

/// The side of a `LoopStatistics` that records. Keeps it alive. Real-time: yes.
public struct LoopRecorder: ~Copyable, @unchecked Sendable {
  // Used by one thread at a time, as the documentation demands.
  private let statistics: LoopStatistics
  private let cells: LoopCells

  init(_ statistics: LoopStatistics, _ cells: LoopCells) {
    self.statistics = statistics
    self.cells = cells
  }

  /// Counts one cycle. A stage of 0 ns counts as one that the thread has not.
  @_noAllocation @_noLocks
  public mutating func record(_ record: borrowing CycleRecord) { cells.record(record) }

  /// Counts an overrun.
  @_noAllocation @_noLocks
  public mutating func addOverrun() { cells.add(1, to: .overruns) }
}

/// The memory of a `LoopStatistics`, for the thread that records.
struct LoopCells: BitwiseCopyable, @unchecked Sendable {
  // Every word is atomic; only one thread writes, so nothing is read and modified in one operation.
  private let counts: UnsafeMutablePointer<Atomic<UInt64>>
  private let stages: UnsafeMutablePointer<HistogramCells>
  private let execution: HistogramCells

  /// A count, by its place among them.
  struct Count: BitwiseCopyable {
    let place: Int
    static var cycles: Count { @_noAllocation @_noLocks get { Count(0) } }
    static var late: Count { @_noAllocation @_noLocks get { Count(1) } }
    static var overruns: Count { @_noAllocation @_noLocks get { Count(2) } }
    static var skipped: Count { @_noAllocation @_noLocks get { Count(3) } }
    static let number = 4

    @_noAllocation @_noLocks
    private init(_ place: Int) { self.place = place }
  }

  init(_ stages: [HistogramCells], execution: HistogramCells) {
    self.execution = execution
    self.stages = .allocate(capacity: stages.count)
    for (place, cells) in stages.enumerated() { (self.stages + place).initialize(to: cells) }
    counts = .allocate(capacity: Count.number)
    for place in 0..<Count.number { (counts + place).initialize(to: Atomic(0)) }
  }

  func deallocate() {
    stages.deallocate()
    counts.deinitialize(count: Count.number)
    counts.deallocate()
  }

  func count(_ count: Count) -> UInt64 { counts[count.place].load(ordering: .relaxed) }

  @_noAllocation @_noLocks
  func add(_ amount: UInt64, to count: Count) {
    let word = counts + count.place
    word.pointee.store(word.pointee.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }

  @_noAllocation @_noLocks
  func record(_ record: borrowing CycleRecord) {
    stages[Stage.wakeUp.place()].record(record.duration(.wakeUp))
    var busy: Int64 = 0
    for place in 1..<record.stages.count {
      let spent = record.stages[place]
      busy &+= spent
      if spent > 0 { stages[place].record(spent) }
    }
    execution.record(busy)
    add(1, to: .cycles)
    if record.skipped > 0 { add(record.skipped, to: .skipped) }
    if record.lateness > 0 { add(1, to: .late) }
  }
}
