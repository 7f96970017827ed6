import RobotUnits

/// When the conversions of a chip end that converts by itself.
struct ConversionClock {
  /// When the first conversion began; nil before the chip was first looked at.
  private var began: MonotonicInstant?
  /// Conversions done since `began` whose result was taken.
  private var taken: Int64 = 0

  /// Begins anew, at `instant` or when the chip is next looked at.
  mutating func restart(at instant: MonotonicInstant?) {
    began = instant
    taken = 0
  }

  /// Whether a conversion has ended that nobody has read yet. The first takes `first`, then one ends
  /// every `period`; with `isSingle` there is one only.
  mutating func hasResult(
    at now: MonotonicInstant, first: TimeSpan, period: TimeSpan, isSingle: Bool = false
  ) -> Bool {
    let begin = began ?? now
    began = begin
    let since = now - begin
    guard since >= first else { return false }
    var done = 1 + (since - first).nanoseconds / period.nanoseconds
    if isSingle { done = 1 }
    guard done > taken else { return false }
    taken = done
    return true
  }
}
