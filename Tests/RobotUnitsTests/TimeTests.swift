import RobotUnits
import Testing

@Suite struct TimeTests {
  @Test(
    arguments: [
      (500.0, 2_000_000), (1_000.0, 1_000_000), (400_000.0, 2_500), (3.0, 333_333_333),
      (1e9, 1), (1e-9, 1_000_000_000_000_000_000),
    ] as [(Double, Int64)])
  func periodIsInWholeNanoseconds(hertz: Double, nanoseconds: Int64) throws {
    let frequency = try #require(Frequency(hertz: hertz))
    #expect(frequency.hertz == hertz)
    #expect(frequency.period.nanoseconds == nanoseconds)
  }

  @Test(arguments: [0, -1, Double.nan, .infinity, -.infinity, 1e-12, 1e-300, 1e10, 1e308])
  func refusesARateWithoutAPeriod(hertz: Double) {
    #expect(Frequency(hertz: hertz) == nil)
  }

  @Test func ratesCompareByHertz() throws {
    let slow = try #require(Frequency(hertz: 100))
    let fast = try #require(Frequency(hertz: 500))
    #expect(slow < fast)
  }

  @Test func spansAreExact() {
    #expect(TimeSpan.microseconds(3).nanoseconds == 3_000)
    #expect(TimeSpan.milliseconds(-2).nanoseconds == -2_000_000)
    #expect(TimeSpan.zero.nanoseconds == 0)
    #expect((TimeSpan.milliseconds(2) + .microseconds(5)).nanoseconds == 2_005_000)
    #expect((TimeSpan.milliseconds(2) - .milliseconds(5)).nanoseconds == -3_000_000)
    #expect((TimeSpan.milliseconds(2) * 500).seconds == 1)
    #expect(TimeSpan(nanoseconds: 1_500).microseconds == 1.5)
    #expect(TimeSpan(nanoseconds: -1) < .zero)
  }

  @Test func instantsAndSpansAddUp() {
    let start = MonotonicInstant(nanoseconds: 1_000)
    let end = start + .microseconds(2)
    #expect(end.nanoseconds == 3_000)
    #expect((start - end).nanoseconds == -2_000)
    #expect(start < end)
  }

  @Test func quantitiesCompareByValue() {
    #expect(Angle(radians: -1) < Angle(radians: 1))
    #expect(Voltage(volts: 5) < Voltage(volts: 12))
    #expect(Current(amperes: 0.1) < Current(amperes: 0.2))
  }
}
