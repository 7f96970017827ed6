/// A part of a cycle that is timed. A thread passes those that it has, in this order.
public enum Stage: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  /// From the grid point (plus phase) until the thread runs.
  case wakeUp
  /// Reading the clock: two readings, one right behind the other.
  case clock
  /// The transfers of the buses that this thread serves.
  case transfer
  /// Replies to samples.
  case decode
  /// Reading the safety lines: system calls.
  case lines
  /// Taking requests and the stream's newest frame.
  case commands
  /// Estimate, supervise, control, guard.
  case control
  /// Commands to bytes.
  case encode
  /// Driving the output-enable lines, when that changes: system calls.
  case enable
  /// Handing the results over.
  case publish

  /// How many stages there are.
  public static let count = 10

  /// Its place among all, for tables.
  @inlinable @_noAllocation @_noLocks
  public func place() -> Int { Int(rawValue) }
}
