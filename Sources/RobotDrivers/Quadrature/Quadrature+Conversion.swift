public import RobotUnits

extension Quadrature.Decoder {
  /// The angle since count 0 [rad]; worth nothing while the position is lost.
  public var radians: Double {
    @_noAllocation @_noLocks
    get { Double(count) * (2 * .pi) / Double(countsPerTurn) }
  }

  /// Counts per second at `now`, 0 after the timeout.
  @_noAllocation @_noLocks
  public func countsPerSecond(at now: MonotonicInstant) -> Double { speed.stepsPerSecond(at: now) }

  /// The velocity at `now` [rad/s], 0 after the timeout.
  @_noAllocation @_noLocks
  public func velocity(at now: MonotonicInstant) -> Double {
    countsPerSecond(at: now) * (2 * .pi) / Double(countsPerTurn)
  }
}
