import RobotAssembly
import RobotRuntime
import RobotUnits

/// Late cycles in the log, at most one line a second: the first of a burst at once, then what came
/// since in one line. Nothing is lost silently, because every line tells its count.
struct LateJournal {
  private let texts: LateTexts
  private var quietUntil: MonotonicInstant?
  private var count = 0
  private var worst: (bus: Int?, late: LateCycle)?

  /// One line for so long.
  static let period = TimeSpan.milliseconds(1000)

  init(_ texts: LateTexts) { self.texts = texts }

  /// The lines that are due `now`, when `late` came since the last call.
  mutating func lines(
    _ late: [(bus: Int?, late: LateCycle)], _ now: MonotonicInstant
  ) -> [String] {
    for entry in late {
      count += 1
      if entry.late.nanoseconds > worst?.late.nanoseconds ?? 0 { worst = entry }
    }
    if let quietUntil, now < quietUntil { return [] }
    guard let worst, count > 0 else {
      quietUntil = nil
      return []
    }
    let text =
      count == 1
      ? texts.text(worst.late, bus: worst.bus)
      : texts.summary(count: count, worst: worst.late, bus: worst.bus)
    count = 0
    self.worst = nil
    quietUntil = now + Self.period
    return ["\(text.english)  \(text.chinese)"]
  }
}
