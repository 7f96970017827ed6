public import RobotUnits

/// The absolute grid of grid points `start + index * period`. It never moves: a late cycle makes the
/// next ones neither later nor more.
public struct CycleGrid: BitwiseCopyable, Hashable, Sendable {
  /// The grid point 0.
  public let start: MonotonicInstant
  /// The distance of two grid points. Greater than 0.
  public let period: TimeSpan

  /// A grid from `start` on.
  public init(start: MonotonicInstant, period: TimeSpan) {
    precondition(period > .zero)
    self.start = start
    self.period = period
  }

  /// Grid point `index`.
  @inlinable public func instant(_ index: UInt64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: start.nanoseconds + Int64(index) * period.nanoseconds)
  }

  /// The last grid point that is not later than `now`.
  @inlinable public func index(at now: MonotonicInstant) -> UInt64 {
    let elapsed = now.nanoseconds - start.nanoseconds
    return elapsed <= 0 ? 0 : UInt64(elapsed / period.nanoseconds)
  }
}
