import RobotControl
import RobotUnits
import Testing

/// Two loops in the second place of a pair, at T = 2 ms: 10 / s, and 2 N.m.s/rad.
@Suite struct PIDCascadeTests {
  struct OneCascade {
    var pair: PIDCascade
    let gains: PIDCascade.Gains

    init(outerIntegral: Double = 0, speed: Double = 3, effort: Double = 4) {
      let outer = OnePID(.constant(kp: 10, ki: outerIntegral, kd: 0, limit: speed))
      let inner = OnePID(.constant(kp: 2, ki: 0, kd: 0, limit: effort))
      pair = PIDCascade(position: outer.pair, velocity: inner.pair)
      gains = PIDCascade.Gains(
        position: OnePID.pair(outer.gains), velocity: OnePID.pair(inner.gains))
    }

    func input(_ reference: Double, _ position: Double, _ velocity: Double) -> PIDCascade.Input {
      PIDCascade.Input(
        reference: .second(reference), velocity: .zero, acceleration: .zero, jerk: .zero,
        measuredPosition: .second(position), measuredVelocity: .second(velocity),
        feedForward: .second(0.5))
    }

    mutating func update(_ reference: Double, _ position: Double, _ velocity: Double) -> Double {
      pair.update(input(reference, position, velocity), gains: gains).y
    }
  }

  /// 10 * 0.1 = 1 rad/s wanted, 0.4 measured: 2 * 0.6 + 0.5.
  @Test func composes() {
    var cascade = OneCascade()
    _ = cascade.update(0.1, 0, 0.4)
    #expect(abs(cascade.update(0.1, 0, 0.4) - 1.7) < 1e-14)
  }

  /// The velocity reference is bounded by the outer loop, the effort by the inner one.
  @Test func limitsEachLoop() {
    var cascade = OneCascade()
    for _ in 0..<3 { _ = cascade.update(9, 0, 0) }
    #expect(cascade.pair.position.output.y == 3)
    #expect(cascade.pair.velocity.output.y == 4)
  }

  /// 2 * 1 + 0.5 = 2.5 N.m wanted and 1 given: that is 0.75 rad/s of the reference, in the direction of the
  /// error: the outer integral holds, and it would have grown by 100 * 0.002 * 0.1 a cycle.
  @Test func saturationReachesTheOuterIntegral() {
    var bound = OneCascade(outerIntegral: 100, effort: 1)
    var free = OneCascade(outerIntegral: 100)
    for _ in 0..<11 {
      _ = bound.update(0.1, 0, 0)
      _ = free.update(0.1, 0, 0)
    }
    #expect(bound.pair.position.integral.y == 0)
    #expect(abs(free.pair.position.integral.y - 0.2) < 1e-12)
  }

  /// The guard behind the cascade counts as well.
  @Test func aLaterLimitReachesTheOuterIntegral() {
    var cascade = OneCascade(outerIntegral: 100)
    for _ in 0..<11 {
      _ = cascade.update(0.1, 0, 0)
      cascade.pair.noteApplied(.second(1))
    }
    #expect(cascade.pair.position.integral.y == 0)
  }

  @Test func closesItsLoopsWithoutABump() {
    var cascade = OneCascade(outerIntegral: 5)
    _ = cascade.update(0.1, 0.05, 0.3)
    let input = cascade.input(0.1, 0.05, 0.3)
    func open(_ velocity: PairMask, _ effort: PairMask) -> Double {
      cascade.pair.update(
        input, gains: cascade.gains, velocity: .second(-0.6), where: velocity,
        effort: .second(-2), where: effort
      ).y
    }
    let none = .!PairMask.both
    // 2 (-0.6 - 0.3) + 0.5
    #expect(abs(open(.second, none) + 1.3) < 1e-12)
    #expect(abs(open(none, none) + 1.3) < 1e-12)
    #expect(open(.second, .second) == -2)
    #expect(abs(cascade.pair.position.output.y - 0.3) < 1e-15)
    #expect(abs(open(none, none) + 2) < 1e-12)
  }
}
