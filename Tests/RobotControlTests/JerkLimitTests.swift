import Glibc
import RobotControl
import TestSupport
import Testing

/// References with a jerk limit. Times of double-S profiles: L. Biagiotti and C. Melchiorri, "Trajectory
/// Planning for Automatic Machines and Robots", section 3.4.
@Suite struct JerkLimitTests {
  static let bounds = ReferenceLimiter.Bounds(
    lower: -20, upper: 20, velocity: 5, acceleration: 10, jerk: 30)
  static let period = 0.001

  /// Cycles until the reference rests at `goal` exactly, and how far it went beyond it.
  static func move(
    to goal: Double, _ bounds: ReferenceLimiter.Bounds, period: Double, atMost: Int = 1_000_000
  ) -> (cycles: Int, overshoot: Double) {
    var limiter = OneLimiter()
    var overshoot = 0.0
    var cycles = 0
    while limiter.position != goal || limiter.velocity != 0, cycles < atMost {
      _ = limiter.update(target: goal, targetVelocity: 0, bounds: bounds, period: period)
      overshoot = max(overshoot, goal < 0 ? goal - limiter.position : limiter.position - goal)
      cycles += 1
    }
    return (cycles, overshoot)
  }

  /// By hand, with 5 rad/s, 10 rad/s^2 and 30 rad/s^3 (the bounds of the book's examples 3.9 and 3.10; here
  /// from rest to rest):
  /// - 10 rad reach both: T_j = a/j = 1/3 s, T_a = T_j + v/a = 5/6 s, T_v = h/v - T_a = 7/6 s; 17/6 s.
  /// - 3 rad do not reach the velocity: T_j + sqrt(T_j^2 + 4 h/a) = 1/3 + sqrt(1/9 + 1.2) = 1.478371 s.
  /// - 0.5 rad do not reach the acceleration (2 a^3/j^2 = 2.2 rad): 4 cbrt(h/(2 j)) = 0.810961 s.
  @Test(arguments: [(10, 2.833_333), (3, 1.478_371), (0.5, 0.810_961)])
  func isAsFastAsADoubleS(distance: Double, seconds: Double) {
    for goal in [distance, -distance] {
      let (cycles, overshoot) = Self.move(to: goal, Self.bounds, period: Self.period)
      let time = Double(cycles) * Self.period
      #expect(time >= seconds - 1e-6 && time <= seconds + 6 * Self.period, "\(time) s")
      #expect(overshoot <= 1e-12)
    }
    let formula = doubleSTime(distance: distance, velocity: 5, acceleration: 10, jerk: 30)
    #expect(abs(formula - seconds) < 1e-6)
  }

  /// Where the acceleration limit is never reached on the way to the velocity: 2 rad/s with 10 rad/s^2 and
  /// 30 rad/s^3, v j = 60 < a^2 = 100: T_j = sqrt(v/j) = 0.258199 s, T_a = 2 T_j, T_v = h/v - T_a; over
  /// 4 rad 2 T_a + T_v = 2.516398 s.
  @Test func isAsFastAsADoubleSWithoutItsAcceleration() {
    var bounds = Self.bounds
    bounds.velocity = 2
    let (cycles, overshoot) = Self.move(to: 4, bounds, period: Self.period)
    let time = Double(cycles) * Self.period
    #expect(time >= 2.516_398 && time <= 2.516_398 + 6 * Self.period, "\(time) s")
    #expect(overshoot <= 1e-12)
  }

  /// 2,000 random moves: none overshoots, each ends exactly at rest, and none takes 6 cycles more than the
  /// double-S.
  @Test func movesFromRestToRestAsFastAsTheBoundsAllow() {
    var ratios: [Double] = []
    for seed in UInt64(1)...2_000 {
      var random = SeededRandom(seed: seed)
      let period = [0.000_5, 0.001, 0.002, 0.005, 0.01][Int(seed % 5)]
      let velocity = pow(10, random.number(-1...1))
      let acceleration = velocity * pow(10, random.number(0...2))
      let jerk = acceleration * pow(10, random.number(-0.3...2.5))
      let bounds = ReferenceLimiter.Bounds(
        lower: -100, upper: 100, velocity: velocity, acceleration: acceleration, jerk: jerk)
      let distance = velocity * pow(10, random.number(-2 ... -0.3))
      let ideal = doubleSTime(
        distance: distance, velocity: velocity, acceleration: acceleration, jerk: jerk)
      let limit = Int(2 * ideal / period) + 100
      let goal = Bool.random(using: &random) ? distance : -distance
      let (cycles, overshoot) = Self.move(to: goal, bounds, period: period, atMost: limit)
      let time = Double(cycles) * period
      ratios.append(time / ideal)
      guard time <= ideal + 6 * period, overshoot <= 1e-11 else {
        Issue.record(
          "seed \(seed): \(cycles) cycles instead of \(ideal / period), \(overshoot) rad beyond")
        return
      }
    }
    ratios.sort()
    print("rest to rest over double-S: median \(ratios[1_000]), worst \(ratios[1_999])")
    #expect(ratios[1_000] < 1.05)
  }

  /// 0.5 rad at 0.4 Hz need 1.26 rad/s, 3.2 rad/s^2 and 7.9 rad/s^3; from rest, where it fades in, somewhat
  /// more. Feasible, so it passes.
  @Test func aFeasibleSinePassesWithoutLag() {
    var limiter = OneLimiter()
    let omega = 2 * Double.pi * 0.4
    var worst = 0.0
    var previous = 0.0
    for cycle in 1...5_000 {
      let time = Double(cycle) * Self.period
      // A quintic in 3 s has no step in its second derivative.
      let part = min(time / 3, 1)
      let fade = part * part * part * (10 - 15 * part + 6 * part * part)
      let slope = 10 * part * part * (1 - part) * (1 - part)
      let target = 0.5 * fade * sin(omega * time)
      let velocity =
        0.5 * slope * sin(omega * time) + 0.5 * fade * omega * cos(omega * time)
      let limits = limiter.update(
        target: target, targetVelocity: velocity, bounds: Self.bounds, period: Self.period)
      #expect(!limits.contains(.jerk))
      worst = max(worst, abs(limiter.position - target))
      previous = target
    }
    #expect(previous != 0)
    #expect(worst < 1e-9, "\(worst)")
  }

  /// One that was far away catches up with what moves, and then goes along.
  @Test func catchesUpWithAMovingTarget() {
    var limiter = OneLimiter()
    limiter.reset(position: -4)
    let omega = 2 * Double.pi * 0.3
    var worst = 0.0
    for cycle in 1...8_000 {
      let time = Double(cycle) * Self.period
      let target = 0.5 * sin(omega * time)
      _ = limiter.update(
        target: target, targetVelocity: 0.5 * omega * cos(omega * time), bounds: Self.bounds,
        period: Self.period)
      if cycle > 4_000 { worst = max(worst, abs(limiter.position - target)) }
    }
    #expect(worst < 1e-9, "\(worst)")
  }

  @Test func saysThatTheTargetAskedForMoreJerk() {
    var limiter = OneLimiter()
    // In a cycle 30 rad/s^3 lead to 30e-9 rad.
    let slow = limiter.update(
      target: 29e-9, targetVelocity: 0, bounds: Self.bounds, period: Self.period)
    #expect(slow == LimitFlags())
    limiter.reset(position: 0)
    let quick = limiter.update(
      target: 31e-9, targetVelocity: 0, bounds: Self.bounds, period: Self.period)
    #expect(quick == LimitFlags(rawValue: 1024))
    #expect(quick.contains(.jerk))
  }

  /// Of the two joints of a pair the one without a jerk limit does to the bit what it did.
  @Test func leavesAJointWithoutAJerkLimitAlone() {
    let seed: UInt64 = 7
    var random = SeededRandom(seed: seed)
    var free = Bounds.first
    let without = ReferenceLimiter.BoundsPair(free, free, period: Self.period)
    free.jerk = 30
    let with = ReferenceLimiter.BoundsPair(Bounds.first, free, period: Self.period)
    var left = ReferenceLimiter()
    var right = ReferenceLimiter()
    for cycle in 0..<5_000 {
      let target = Bounds.pair(random.number(-3...3), random.number(-3...3))
      let velocity = Bounds.pair(random.number(-3...3), 0)
      if cycle % 300 < 20 {
        left.brake(bounds: without, period: Self.period)
        right.brake(bounds: with, period: Self.period)
      } else {
        let one = left.update(
          target: target, targetVelocity: velocity, bounds: without, period: Self.period)
        let other = right.update(
          target: target, targetVelocity: velocity, bounds: with, period: Self.period)
        #expect(one.flags(0) == other.flags(0))
      }
      guard left.position.x == right.position.x, left.velocity.x == right.velocity.x,
        left.acceleration.x == right.acceleration.x
      else {
        Issue.record("seed \(seed), cycle \(cycle): \(left) is not \(right)")
        return
      }
    }
    #expect(left.position.y != right.position.y)
  }

  private enum Bounds {
    static let first = ReferenceLimiter.Bounds(lower: -2, upper: 2, velocity: 3, acceleration: 20)
    static func pair(_ x: Double, _ y: Double) -> SIMD2<Double> { SIMD2(x, y) }
  }
}
