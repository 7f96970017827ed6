import RobotControl
import RobotUnits
import Testing

/// The second of two motors: 2 A for ever, 6 A at most, 10 s.
@Suite struct MotorHeatTests {
  private static let rating = MotorHeat.Rating(
    continuousCurrent: 2, peakCurrent: 6, timeConstant: 10)

  /// A winding that carried `current` for `seconds`, in steps of 1 ms.
  private func heat(_ current: Double, _ seconds: Double) -> MotorHeat {
    var heat = MotorHeat(.none(), Self.rating)
    for _ in 0..<Int(seconds * 1_000 + 0.5) {
      heat.update(current: .second(current), time: 0.001)
    }
    return heat
  }

  /// 1 - 1/e in a time constant, 0.9933 in five, whichever way the current goes; twice the current is four times
  /// the heat: 0.8 of the rating after 10 s ln(4 / 3.2) = 2.231 s.
  @Test func warmsUpAsItsTimeConstantSays() {
    #expect(abs(heat(2, 10).load.y - 0.632) < 1e-3)
    #expect(abs(heat(-2, 10).load.y - 0.632) < 1e-3)
    #expect(abs(heat(2, 50).load.y - 0.9933) < 1e-3)
    #expect(abs(heat(4, 2.231).load.y - 0.8) < 1e-3)
    #expect(heat(2, 10).load.x == 0)
  }

  /// 6 A up to 0.8, 4 A at 0.9, 2 A from 1 on.
  @Test func allowsWhatItsHeatLeaves() {
    #expect(heat(0, 1).allowedCurrent().y == 6)
    #expect(heat(4, 2.2).allowedCurrent().y == 6)
    // 4 (1 - e^(-t/10)) is 0.9 at 2.549 s, and 1 at 2.877 s.
    #expect(abs(heat(4, 2.549).allowedCurrent().y - 4) < 0.01)
    #expect(abs(heat(4, 2.8).allowedCurrent().y - 2.46) < 0.02)
    #expect(heat(4, 2.9).allowedCurrent().y == 2)
    #expect(heat(6, 30).allowedCurrent().y == 2)
    #expect(heat(6, 30).allowedCurrent().x == .infinity)
  }

  /// From 1 to 0.9 in 10 s ln(1 / 0.9) = 1.054 s; a step of an hour leaves it between there and cold.
  @Test func cools() {
    var warm = heat(2, 200)
    #expect(abs(warm.load.y - 1) < 1e-6)
    for _ in 0..<1_054 { warm.update(current: .zero, time: 0.001) }
    #expect(abs(warm.load.y - 0.9) < 1e-3)
    warm.update(current: .zero, time: 3_600)
    #expect(warm.load.y >= 0 && warm.load.y < 0.01)
    warm.update(current: .second(2), time: 3_600)
    #expect(warm.load.y > 0.99 && warm.load.y <= 1)
  }

  /// With a peak alone there is no heat, only the peak.
  @Test func aPeakAloneStays() {
    var heat = MotorHeat(
      .none(), MotorHeat.Rating(continuousCurrent: .infinity, peakCurrent: 3, timeConstant: 1))
    for _ in 0..<1_000 { heat.update(current: .second(3), time: 0.1) }
    #expect(heat.load.y == 0 && heat.allowedCurrent().y == 3)
  }
}
