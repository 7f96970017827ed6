public import RobotUnits

/// When a cyclic thread runs, and by when it must be done.
public struct CycleTiming: BitwiseCopyable, Sendable {
  /// The grid.
  public var grid: CycleGrid
  /// It wakes so long after each grid point ...
  public var phase: TimeSpan
  /// ... and is late when it ends later than this after the grid point.
  public var deadline: TimeSpan
  /// It sleeps until so long before its wake-up time, and reads the clock from then on: the processor is
  /// busy, but awake, and the scheduler has nothing left to do. Zero: it sleeps until the wake-up time.
  public var spin: TimeSpan

  /// A timing.
  public init(grid: CycleGrid, phase: TimeSpan, deadline: TimeSpan, spin: TimeSpan = .zero) {
    self.grid = grid
    self.phase = phase
    self.deadline = deadline
    self.spin = spin
  }

  /// When the turn of grid point `index` is due.
  @inlinable func due(_ index: UInt64) -> MonotonicInstant { grid.instant(index) + phase }

  /// The last grid point whose turn is due at `now`.
  @inlinable func reached(at now: MonotonicInstant) -> UInt64 {
    grid.index(at: MonotonicInstant(nanoseconds: now.nanoseconds - phase.nanoseconds))
  }
}
