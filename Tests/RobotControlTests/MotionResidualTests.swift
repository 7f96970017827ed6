import RobotControl
import RobotUnits
import Testing

/// The second of two joints, at T = 2 ms and a filter of 30 ms: 0.1 kg.m^2 that weigh 1 N.m.
@Suite struct MotionResidualTests {
  /// Holds the joint at rest for a second, then lets `acceleration` [rad/s^2] of time and `effort` [N.m] move
  /// it; after how long it looked silent [s].
  private func silent(
    for seconds: Double = 0.3, acceleration: (Double) -> Double, effort: (Double) -> Double
  ) -> Double? {
    var residual = MotionResidual(least: Pair(.infinity, 0.2), timeConstant: 0.03, period: 0.002)
    residual.reset(weight: .second(1), where: PairMask(repeating: true))
    var velocity = 0.0
    for cycle in -500..<Int(seconds / 0.002) {
      let time = 0.002 * Double(cycle)
      if cycle >= 0 { velocity += 0.002 * acceleration(time) }
      let isSilent = residual.update(
        effort: .second(cycle < 0 ? 1 : effort(time)), weight: .second(1),
        inertia: .second(0.1), velocity: .second(velocity))
      #expect(!isSilent[0] && (cycle >= 0 || !isSilent[1]))
      if isSilent[1] { return time }
    }
    return nil
  }

  /// It falls with 10 rad/s^2 while 1 N.m are said to hold it: what it needs falls as e^(-t/T), to a quarter in
  /// 30 ms ln 4 = 42 ms.
  @Test func findsWhatFalls() throws {
    let time = try #require(silent(acceleration: { _ in -10 }, effort: { _ in 1 }))
    #expect(abs(time - 0.042) < 0.004, "\(time)")
    // The law pulls harder as it falls.
    let pulling = try #require(silent(acceleration: { _ in -10 }, effort: { 1 + 15 * $0 }))
    #expect(pulling < 0.06, "\(pulling)")
  }

  /// Moved as its effort says; blocked; loaded with twice its weight more; effort that does not count.
  @Test func isQuietWhereTheMotorWorks() {
    let effort = { (time: Double) in 1 + (time < 0.1 ? 1.5 : -2.0) }
    #expect(silent(acceleration: { (effort($0) - 1) / 0.1 }, effort: effort) == nil)
    #expect(silent(acceleration: { _ in 0 }, effort: { _ in 2.5 }) == nil)
    let sway = { (time: Double) in 5 * RealtimeMath.sineCosine(30 * time).sine }
    #expect(silent(acceleration: sway, effort: { 3 + 0.1 * sway($0) }) == nil)
    #expect(silent(for: 0.05, acceleration: { _ in -10 }, effort: { _ in 0 }) == nil)
  }
}
