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
  public var stages: InlineArray<10, Int64>
  /// By how much it ended after its deadline [ns]; 0 when it was in time.
  public var lateness: Int64 = 0
  /// How often a signal interrupted the sleep before it.
  public var interruptions: UInt32 = 0
  /// The transfers of the cycle.
  public var transfers = TransferRecord()
  /// What the kernel counted for this thread until the end of the cycle. Read when a deadline was
  /// missed, and only then.
  public var usage: ThreadUsage?

  /// Nothing timed yet.
  @inlinable @_noAllocation @_noLocks
  public init() {
    // Here and not beside the declaration: a release build of another module does not see that it
    // neither allocates nor locks.
    stages = InlineArray(repeating: 0)
  }

  /// How long `stage` took [ns].
  @inlinable @_noAllocation @_noLocks
  public func duration(_ stage: Stage) -> Int64 { stages[stage.place()] }

  /// Whether a deadline was missed: by this cycle, or by one before it that did not run at all.
  @inlinable @_noAllocation @_noLocks
  public func isMiss() -> Bool { lateness > 0 || skipped > 0 }

  /// From waking to the end [ns].
  public var busy: Int64 {
    var sum: Int64 = 0
    for stage in 1..<Stage.count { sum += stages[stage] }
    return sum
  }

  /// When it began to run.
  public var woken: MonotonicInstant { due + TimeSpan(nanoseconds: duration(.wakeUp)) }

  /// When it ended.
  public var end: MonotonicInstant { woken + TimeSpan(nanoseconds: busy) }
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
