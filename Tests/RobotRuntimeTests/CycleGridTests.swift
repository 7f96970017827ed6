import RobotRuntime
import RobotUnits
import Testing

@Suite struct CycleGridTests {
  private let grid = CycleGrid(
    start: MonotonicInstant(nanoseconds: 5_000), period: .microseconds(2))

  @Test func pointsLieAWholeNumberOfPeriodsAfterTheStart() {
    #expect(grid.instant(0).nanoseconds == 5_000)
    #expect(grid.instant(3).nanoseconds == 11_000)
  }

  @Test func findsTheLastPointThatIsNotLater() {
    #expect(grid.index(at: MonotonicInstant(nanoseconds: 5_000)) == 0)
    #expect(grid.index(at: MonotonicInstant(nanoseconds: 6_999)) == 0)
    #expect(grid.index(at: MonotonicInstant(nanoseconds: 7_000)) == 1)
    #expect(grid.index(at: MonotonicInstant(nanoseconds: 4_999)) == 0, "before the start")
    #expect(grid.index(at: MonotonicInstant(nanoseconds: -9)) == 0)
  }

  /// A day at 333 Hz, whose period is not a whole number of nanoseconds: no rounding adds up.
  @Test func neverDrifts() {
    let odd = CycleGrid(
      start: MonotonicInstant(nanoseconds: 17), period: TimeSpan(nanoseconds: 3_003_003))
    let last: UInt64 = 333 * 86_400
    #expect(odd.instant(last).nanoseconds == 17 + Int64(last) * 3_003_003)
    for index in [1, 2, 1_000_003, last] {
      #expect(odd.index(at: odd.instant(index)) == index)
      #expect(odd.index(at: odd.instant(index) - TimeSpan(nanoseconds: 1)) == index - 1)
    }
  }
}

private func - (instant: MonotonicInstant, span: TimeSpan) -> MonotonicInstant {
  MonotonicInstant(nanoseconds: instant.nanoseconds - span.nanoseconds)
}
