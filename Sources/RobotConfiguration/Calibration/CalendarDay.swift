internal import Glibc

/// A day of the Gregorian calendar, in UTC. Real-time: no.
public struct CalendarDay: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public let number: Int

  /// So many days after 1970-01-01.
  public init(number: Int) { self.number = number }

  /// `2026-11-23`; `nil` where there is no such day from 1970 to 9999.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2]), year >= 1970, (1...12).contains(month), day >= 1
    else { return nil }
    var time = tm()
    (time.tm_year, time.tm_mon, time.tm_mday) = (
      Int32(year - 1900), Int32(month - 1), Int32(day)
    )
    let seconds = timegm(&time)
    // timegm makes 2026-03-02 of 2026-02-30.
    guard time.tm_mon == Int32(month - 1), time.tm_mday == Int32(day) else { return nil }
    number = seconds / 86_400
  }

  /// The day that the machine's clock shows.
  public static func today() -> CalendarDay { CalendarDay(number: time(nil) / 86_400) }

  /// `2026-11-23`
  public var description: String {
    var seconds = number * 86_400
    var time = tm()
    gmtime_r(&seconds, &time)
    let year = String(time.tm_year + 1900)
    return [year, Self.twoDigits(time.tm_mon + 1), Self.twoDigits(time.tm_mday)]
      .joined(separator: "-")
  }

  /// The sooner comes first.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  private static func twoDigits(_ number: Int32) -> String {
    (number < 10 ? "0" : "") + "\(number)"
  }
}
