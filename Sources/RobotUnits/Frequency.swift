/// A rate in hertz. Range: 1 nHz to 1 GHz, so that its period is a whole number of nanoseconds of at
/// least one, and fits in a `TimeSpan`.
public struct Frequency: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Cycles per second [Hz].
  public let hertz: Double

  /// A rate of `hertz` Hz; `nil` when it is out of range or not a number.
  public init?(hertz: Double) {
    guard hertz >= 1e-9, hertz <= 1e9 else { return nil }
    self.hertz = hertz
  }

  /// A rate of `hertz` Hz that is known to be finite and positive; anything else is a programmer
  /// error and traps.
  public init(unchecked hertz: Double) {
    precondition(hertz.isFinite && hertz > 0, "a frequency is finite and positive")
    self.hertz = hertz
  }

  /// The time of one cycle, rounded to whole nanoseconds.
  public var period: TimeSpan { TimeSpan(nanoseconds: Int64(1e9 / hertz + 0.5)) }

  public static func < (left: Frequency, right: Frequency) -> Bool { left.hertz < right.hertz }
}
