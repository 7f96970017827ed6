public import RobotUnits

/// Velocity from the times of edges: up to four steps by the time that they took. Real-time: yes.
///
/// Four are a whole period of a quadrature encoder, so the unequal quarters of a real one cancel.
public struct EdgePeriod: BitwiseCopyable, Sendable {
  private let timeout: Int64
  /// The times of the latest steps in one direction [ns], the newest first.
  private var times = InlineArray<5, Int64>(repeating: 0)
  /// How many of them there are, 0...5.
  private var count = 0
  private var direction: Int8 = 0

  /// Without a step for `timeout` the velocity is 0.
  @_noAllocation @_noLocks
  public init(timeout: TimeSpan) { self.timeout = timeout.nanoseconds }

  /// A step of 1 or -1 at `time`. A turn round begins anew: the time across it says nothing.
  @_noAllocation @_noLocks
  public mutating func take(_ step: Int8, at time: MonotonicInstant) {
    let isOn = step == direction && count > 0 && time.nanoseconds - times[0] < timeout
    if isOn {
      times[4] = times[3]
      times[3] = times[2]
      times[2] = times[1]
      times[1] = times[0]
      if count < 5 { count += 1 }
    } else {
      count = 1
      direction = step
    }
    times[0] = time.nanoseconds
  }

  /// Forgets all steps: some are missing.
  @_noAllocation @_noLocks
  public mutating func forget() {
    count = 0
    direction = 0
  }

  /// Steps per second at `now`; 0 before the second step and after the timeout.
  ///
  /// When the next step is late, it falls with the time since the last: it cannot be faster than one
  /// step in that time.
  @_noAllocation @_noLocks
  public func stepsPerSecond(at now: MonotonicInstant) -> Double {
    let silence = now.nanoseconds - times[0]
    guard count >= 2, silence < timeout else { return 0 }
    let span = times[0] - times[count - 1]
    // Two steps with the same stamp: the clock is too coarse to tell.
    guard span > 0 else { return 0 }
    let period = Double(span) / Double(count - 1)
    let longest = Double(silence) > period ? Double(silence) : period
    return Double(direction) * 1e9 / longest
  }
}
