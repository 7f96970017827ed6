import RobotControl
import TestSupport
import Testing

@Suite struct QuinticSegmentTests {
  /// From rest to rest: 10 s^3 - 15 s^4 + 6 s^5 of the distance, s = t / T. At the middle half the way,
  /// 1.875 d / T, no acceleration; at a quarter 0.103515625 d and 5.625 d / T^2.
  @Test func minimumJerkBetweenPointsAtRest() {
    let start = MotionPoint(position: 1, velocity: 0, acceleration: 0)
    let end = MotionPoint(position: 3, velocity: 0, acceleration: 0)
    let middle = QuinticSegment.point(from: start, to: end, duration: 4, at: 2)
    #expect(middle.position == 2)
    #expect(middle.velocity == 0.9375)
    #expect(abs(middle.acceleration) < 1e-15)
    let quarter = QuinticSegment.point(from: start, to: end, duration: 4, at: 1)
    #expect(quarter.position == 1.207_031_25)
    #expect(quarter.acceleration == 0.703_125)
  }

  @Test func meetsItsEndsAndItsOwnDerivatives() {
    let seed: UInt64 = 7
    var random = SeededRandom(seed: seed)
    for _ in 0..<1_000 {
      let start = point(&random)
      let end = point(&random)
      let duration = random.number(0.05...5)
      let time = random.number(0...1) * duration
      func at(_ time: Double) -> MotionPoint {
        QuinticSegment.point(from: start, to: end, duration: duration, at: time)
      }
      let isRight =
        distance(at(0), start) == 0 && distance(at(duration), end) < 1e-6
        && isDerivative(of: at, at: time, duration: duration)
      guard isRight else {
        Issue.record("seed \(seed): \(start) to \(end) in \(duration) s at \(time) s")
        return
      }
    }
  }

  private func point(_ random: inout SeededRandom) -> MotionPoint {
    MotionPoint(
      position: random.number(-3...3), velocity: random.number(-3...3),
      acceleration: random.number(-20...20))
  }

  private func distance(_ a: MotionPoint, _ b: MotionPoint) -> Double {
    max(
      abs(a.position - b.position), abs(a.velocity - b.velocity),
      abs(a.acceleration - b.acceleration))
  }

  /// Central differences with h = 1e-4 T; the error is of the order h^2 of the third derivative.
  private func isDerivative(
    of at: (Double) -> MotionPoint, at time: Double, duration: Double
  ) -> Bool {
    let h = 1e-4 * duration
    let (before, now, after) = (at(time - h), at(time), at(time + h))
    let velocity = (after.position - before.position) / (2 * h)
    let acceleration = (after.velocity - before.velocity) / (2 * h)
    let size = 20 / duration + 20
    return abs(velocity - now.velocity) < 1e-5 * size
      && abs(acceleration - now.acceleration) < 1e-5 * size / duration
  }
}
