import RobotConfiguration
import Testing

@Suite struct CalendarDayTests {
  /// Source: date --utc --date=… +%s, over 86400.
  @Test(
    arguments: [
      ("1970-01-01", 0), ("2000-02-29", 11_016), ("2024-02-29", 19_782), ("2026-11-23", 20_780),
      ("2100-03-01", 47_541), ("9999-12-31", 2_932_896),
    ])
  func countsFromTheEpoch(text: String, number: Int) throws {
    let day = try #require(CalendarDay(text))
    #expect(day.number == number)
    #expect(CalendarDay(number: number).description == text)
  }

  @Test(
    arguments: [
      "2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00",
      "1969-12-31",
      "26-11-23", "2026-1-23", "2026-11-233", "2026--1-23", "2026/11/23", "", "2026-11",
      "+026-11-23",
    ])
  func thereIsNoSuchDay(text: String) { #expect(CalendarDay(text) == nil) }
}
