public import RobotCore

/// One turn of a cyclic task, as the executor grants it.
public struct Turn: BitwiseCopyable, Sendable {
  /// The grid point that the turn belongs to.
  public var index: UInt64
  /// Grid points just before it at which no turn ran.
  public var skipped: UInt64
  /// By how many grid points it is late: a lost cycle that is caught up. 0: it is the present one.
  public var behind: UInt64
  /// The time that was lost before it, and what that means for the robot.
  public var overrun: Overrun

  /// A turn.
  @inlinable @_noAllocation @_noLocks
  public init(index: UInt64, skipped: UInt64, behind: UInt64 = 0, overrun: Overrun = Overrun()) {
    self.index = index
    self.skipped = skipped
    self.behind = behind
    self.overrun = overrun
  }
}

/// What happens once per grid point.
public protocol CyclicTask: ~Copyable, Sendable {
  /// One turn. Each stage that it completes is stamped in `trace`.
  mutating func run(_ turn: Turn, _ trace: inout CycleTrace)
  /// After the last turn, on the same thread: leaves everything that the task drives in a safe state.
  mutating func end()
}
