public import RobotConfiguration
public import RobotRuntime
public import RobotUnits

/// Late cycles as lines of a log, at most one a second: the first of a burst at once, then what came
/// since in one line. Nothing is lost silently, because every line tells its count. Real-time: no.
public struct LateJournal {
  private let texts: LateTexts
  private var quietUntil: MonotonicInstant?
  private var count = 0
  private var worst: (bus: Int?, late: LateCycle)?

  /// One line for so long.
  static let period = TimeSpan.milliseconds(1000)

  /// Lines in the words of `texts`.
  public init(_ texts: LateTexts) { self.texts = texts }

  /// The line that is due `now`, when `late` came since the last call; `bus` is the bus whose thread it
  /// was. Call it at least every second, also with nothing.
  public mutating func line(
    _ late: [(bus: Int?, late: LateCycle)], _ now: MonotonicInstant
  ) -> BilingualText? {
    for entry in late {
      count += 1
      if entry.late.nanoseconds > worst?.late.nanoseconds ?? 0 { worst = entry }
    }
    if let quietUntil, now < quietUntil { return nil }
    guard let worst else {
      quietUntil = nil
      return nil
    }
    let text =
      count == 1
      ? texts.text(worst.late, bus: worst.bus)
      : texts.summary(count: count, worst: worst.late, bus: worst.bus)
    count = 0
    self.worst = nil
    quietUntil = now + Self.period
    return text
  }
}
