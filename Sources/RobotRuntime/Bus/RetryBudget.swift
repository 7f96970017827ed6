public import RobotUnits

/// Time that a bus may spend, in each cycle, on exchanges that go over the wire in transfers of their
/// own: those that are repeated after a failure, and those that were isolated. A cycle that is lighter than
/// the worst has the difference on top.
///
/// It is reckoned, not measured: in clocks of the wire and the adapter's overhead. So what is repeated
/// does not depend on how fast the machine happens to be, and a simulated run has the same bits each
/// time.
public struct RetryBudget: BitwiseCopyable, Hashable, Sendable {
  /// What each cycle has left beyond the plan's own worst cycle.
  public let time: TimeSpan
  /// The clock of the wire.
  public let speed: Frequency
  /// What each transfer takes beyond its clocks.
  public let overhead: TimeSpan

  /// A budget of `time` on a wire of `speed`, on an adapter that takes `overhead` for each transfer.
  public init(time: TimeSpan, speed: Frequency, overhead: TimeSpan) {
    self.time = time
    self.speed = speed
    self.overhead = overhead
  }

  /// No time at all.
  static func none() -> RetryBudget {
    RetryBudget(time: .zero, speed: Frequency(unchecked: 1), overhead: .zero)
  }

  /// What `transfers` with `clocks` altogether take, in whole nanoseconds, rounded up [ns].
  @_noAllocation @_noLocks
  func cost(clocks: Int, transfers: Int) -> Int64 {
    let wire = Double(clocks) / speed.hertz * 1e9
    return Int64(wire + 0.999) + overhead.nanoseconds * Int64(transfers)
  }
}
