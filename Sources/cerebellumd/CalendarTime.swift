import Glibc

/// The time of the calendar, as text.
enum CalendarTime {
  /// `seconds` since 1970 in UTC, in a format of strftime(3) that gives less than 32 characters.
  static func text(_ seconds: time_t, _ format: String) -> String {
    var seconds = seconds
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, format, &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
