public import RobotHAL
public import RobotUnits

/// What one cycle of one thread did, and how long each stage took: the flight recorder's entry.
public struct CycleRecord: BitwiseCopyable, Sendable {
  /// The grid point.
  public var index: UInt64 = 0
  /// Grid points just before it without a cycle.
  public var skipped: UInt64 = 0
  /// When it was to begin.
  public var due = MonotonicInstant(nanoseconds: 0)
  /// How long each stage took [ns], by `Stage.place()`; 0 where the thread has no such stage.
  public var stages = InlineArray<10, Int64>(repeating: 0)
  /// By how much it ended after its deadline [ns]; 0 when it was in time.
  public var lateness: Int64 = 0
  /// How often a signal interrupted the sleep before it.
  public var interruptions: UInt32 = 0
  /// The transfers of the cycle.
  public var transfers = TransferRecord()
  /// What the kernel counted for this thread until the end of the cycle. Read when the cycle was late,
  /// and only then.
  public var usage: ThreadUsage?

  /// Nothing timed yet.
  @inlinable @_noAllocation @_noLocks
  public init() {}

  /// How long `stage` took [ns].
  @inlinable @_noAllocation @_noLocks
  public func duration(_ stage: Stage) -> Int64 { stages[stage.place()] }
}

/// The transfers of one cycle on one thread.
public struct TransferRecord: BitwiseCopyable, Sendable {
  /// How many there were.
  public var count: UInt32 = 0
  /// How many of them repeated an exchange that had failed in this cycle.
  public var retries: UInt32 = 0
  /// How many failed.
  public var failures: UInt32 = 0
  /// The time of all retries together [ns].
  public var retryTime: Int64 = 0
  /// The slowest transfer [ns] ...
  public var slowest: Int64 = 0
  /// ... on which of the robot's buses; -1 when there was none ...
  public var bus: Int32 = -1
  /// ... of which device; `nil` when it carried several.
  public var address: I2CAddress?
  /// The device that failed last; `nil` when none did, or the transfer carried several.
  public var failedAddress: I2CAddress?
  /// How it failed.
  public var error = BusError(.other)

  /// No transfer yet.
  @inlinable @_noAllocation @_noLocks
  public init() {}
}

/// What the kernel counts of a thread since it began (getrusage(2) RUSAGE_THREAD, and
/// /proc/self/task/TID/schedstat).
public struct ThreadUsage: BitwiseCopyable, Hashable, Sendable {
  /// Page faults, with and without I/O.
  public var pageFaults: Int64 = 0
  /// Times it gave the processor up by itself: sleeps and blocking calls.
  public var voluntarySwitches: Int64 = 0
  /// Times the processor was taken from it.
  public var involuntarySwitches: Int64 = 0
  /// Time that it was ready to run and did not [ns].
  public var runQueueDelay: Int64 = 0

  /// Nothing counted.
  @inlinable @_noAllocation @_noLocks
  public init() {}
}
