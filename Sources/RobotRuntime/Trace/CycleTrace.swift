public import CRealtime
public import RobotUnits

/// Stamps the stages of the present cycle. Two clock readings apart are one stage, so every nanosecond
/// of a cycle belongs to one. Real-time: yes.
public struct CycleTrace: BitwiseCopyable, Sendable {
  /// What was stamped so far.
  public var record = CycleRecord()
  @usableFromInline var last: Int64 = 0

  /// Nothing stamped yet.
  @inlinable @_noAllocation @_noLocks
  public init() {}

  /// A cycle that was `due` and runs since `woken`.
  @inlinable @_noAllocation @_noLocks
  public mutating func begin(
    _ turn: Turn, due: MonotonicInstant, woken: MonotonicInstant, interruptions: UInt32
  ) {
    record = CycleRecord()
    record.index = turn.index
    record.skipped = turn.skipped
    record.due = due
    record.interruptions = interruptions
    record.stages[Stage.wakeUp.place()] = woken.nanoseconds &- due.nanoseconds
    last = woken.nanoseconds
    end(.clock)
  }

  /// What was done since the last stamp was `stage`; gives that time [ns].
  @inlinable @_noAllocation @_noLocks @discardableResult
  public mutating func end(_ stage: Stage) -> Int64 {
    let now = crt_now()
    let spent = now &- last
    record.stages[stage.place()] &+= spent
    last = now
    return spent
  }

  /// When the last stage ended.
  @inlinable @_noAllocation @_noLocks
  public func now() -> MonotonicInstant { MonotonicInstant(nanoseconds: last) }
}
