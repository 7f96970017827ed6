public import RobotUnits

/// One turn of the control loop. Time is an argument: nothing in this module reads a clock.
public struct Cycle: BitwiseCopyable, Hashable, Sendable {
  /// The number of the grid point, from 0. Skipped cycles leave gaps.
  public var index: UInt64
  /// The grid point itself, not the time of waking.
  public var time: MonotonicInstant
  /// The nominal period [s]. A late cycle uses it too: no integral and no trajectory ever jumps.
  public var period: Double

  /// The cycle `index` at `time`.
  @_noAllocation @_noLocks
  public init(index: UInt64, time: MonotonicInstant, period: Double) {
    self.index = index
    self.time = time
    self.period = period
  }
}
