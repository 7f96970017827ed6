public import RobotUnits

/// The last minute of a histogram, made by its reader: a copy of the counts every 5 s, and differences.
/// The recording thread knows nothing of it. Pure: the time is an argument. Real-time: no.
public struct HistogramWindow: Hashable, Sendable {
  private struct Copy: Hashable, Sendable {
    let time: MonotonicInstant
    let counts: HistogramCounts
  }

  /// How far two copies are apart at least.
  public static let step = TimeSpan.milliseconds(5000)
  /// How many are kept: the oldest is then a minute older than the newest.
  public static let copyCount = 13

  private var copies: [Copy]

  /// A window on a histogram that had recorded `counts` at `time`.
  public init(_ counts: HistogramCounts = HistogramCounts(), at time: MonotonicInstant) {
    copies = [Copy(time: time, counts: counts)]
  }

  /// When the next copy is due.
  public var nextCopy: MonotonicInstant { (copies.last?.time ?? start) + HistogramWindow.step }

  /// Since when `recent` counts: 60 s to 65 s ago when copies are kept in time, later after the start.
  public var start: MonotonicInstant { copies[0].time }

  /// Keeps `counts` when a copy is due at `now`, and forgets the oldest one when there are too many.
  public mutating func keep(_ counts: @autoclosure () -> HistogramCounts, at now: MonotonicInstant)
  {
    guard now >= nextCopy else { return }
    copies.append(Copy(time: now, counts: counts()))
    if copies.count > HistogramWindow.copyCount { copies.removeFirst() }
  }

  /// What of `counts`, the present ones, was recorded since `start`.
  public func recent(of counts: HistogramCounts) -> HistogramCounts {
    counts.since(copies[0].counts)
  }
}
