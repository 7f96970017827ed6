/// A length of time in whole nanoseconds.
///
/// `Swift.Duration` is not used on the control path: its arithmetic is opaque to the compiler's
/// real-time checks. Real-time: yes.
public struct TimeSpan: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Nanoseconds, negative for a span into the past.
  public var nanoseconds: Int64

  /// A span of `nanoseconds` ns.
  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
  /// A span of `microseconds` µs.
  @inlinable public static func microseconds(_ value: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: value * 1_000)
  }
  /// A span of `milliseconds` ms.
  @inlinable public static func milliseconds(_ value: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: value * 1_000_000)
  }
  /// No time at all.
  @inlinable public static var zero: TimeSpan { TimeSpan(nanoseconds: 0) }
  /// The span in seconds [s].
  @inlinable public var seconds: Double { Double(nanoseconds) * 1e-9 }
  /// The span in microseconds [µs].
  @inlinable public var microseconds: Double { Double(nanoseconds) * 1e-3 }

  @inlinable public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
  @inlinable public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds + right.nanoseconds)
  }
  @inlinable public static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds - right.nanoseconds)
  }
  @inlinable public static func * (left: TimeSpan, count: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds * count)
  }
}

/// A point on `CLOCK_MONOTONIC`, or on the simulation's virtual clock. Real-time: yes.
public struct MonotonicInstant: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Nanoseconds since the clock's own, arbitrary start.
  public var nanoseconds: Int64

  /// The point `nanoseconds` ns after the clock's start.
  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  @inlinable public static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
  @inlinable public static func + (instant: MonotonicInstant, span: TimeSpan) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: instant.nanoseconds + span.nanoseconds)
  }
  @inlinable public static func - (left: MonotonicInstant, right: MonotonicInstant) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds - right.nanoseconds)
  }
}
