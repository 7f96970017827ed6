import Glibc
import RobotControl
import TestSupport
import Testing

@Suite struct ReferenceLimiterTests {
  static let bounds = ReferenceLimiter.Bounds(
    lower: -1.5, upper: 2, velocity: 3, acceleration: 20)
  static let period = 0.002

  /// What a limiter did in one cycle, seen from outside.
  struct Watch {
    var limiter = OneLimiter()
    var bounds = ReferenceLimiterTests.bounds
    var failure: String?

    /// One update; notes what breaks a bound. Tolerances: velocity and acceleration 1e-9 of the bound
    /// (rounding of the differences), positions none.
    mutating func update(target: Double, velocity: Double) {
      let before = limiter
      _ = limiter.update(
        target: target, targetVelocity: velocity, bounds: bounds, period: period)
      check(after: before)
    }

    mutating func brake() {
      let before = limiter
      limiter.brake(bounds: bounds, period: period)
      check(after: before)
    }

    private mutating func check(after before: OneLimiter) {
      // From the positions themselves, so that a clamped position cannot hide behind a nice velocity.
      let speed = (limiter.position - before.position) / period
      let acceleration = (limiter.velocity - before.velocity) / period
      if !(limiter.position >= bounds.lower && limiter.position <= bounds.upper) {
        failure = "position \(limiter.position)"
      }
      if !(abs(limiter.velocity) <= bounds.velocity) { failure = "velocity \(limiter.velocity)" }
      if !(abs(speed - limiter.velocity) <= 1e-9 * bounds.velocity) {
        failure = "moved at \(speed), says \(limiter.velocity)"
      }
      if !(abs(acceleration) <= bounds.acceleration * (1 + 1e-9)) {
        failure = "acceleration \(acceleration)"
      }
      if !(abs(limiter.acceleration - acceleration) <= 1e-9 * bounds.acceleration) {
        failure = "says acceleration \(limiter.acceleration), is \(acceleration)"
      }
    }
  }

  /// 1000 random sequences: whatever is asked, the bounds hold, and a target that then rests inside them
  /// is reached without overshoot.
  @Test func keepsItsBoundsWhateverIsAsked() {
    for seed in UInt64(1)...1_000 {
      var random = SeededRandom(seed: seed)
      var watch = Watch()
      watch.limiter.reset(position: random.number(-1.5...2))
      ask(&watch, &random)
      let goal = random.number(-1.5...2)
      let overshoot = settle(&watch, at: goal)
      if !(overshoot <= 1e-12) { watch.failure = "overshoot \(overshoot)" }
      if !(abs(watch.limiter.position - goal) <= 1e-12) {
        watch.failure = "rests at \(watch.limiter.position) instead of \(goal)"
      }
      if let failure = watch.failure {
        Issue.record("seed \(seed): \(failure)")
        return
      }
    }
  }

  private func ask(_ watch: inout Watch, _ random: inout SeededRandom) {
    var target = 0.0
    var velocity = 0.0
    for _ in 0..<6 {
      let kind = Int.random(in: 0..<7, using: &random)
      for cycle in 0..<Int.random(in: 1...200, using: &random) {
        switch kind {
        case 0: if cycle == 0 { (target, velocity) = (random.number(-3...3), 0) }
        case 1:
          if cycle == 0 { velocity = random.number(-6...6) }
          target += velocity * Self.period
        case 2: (target, velocity) = (random.number(-3...3), random.number(-9...9))
        case 3: (target, velocity) = (.nan, random.number(-9...9))
        case 4: (target, velocity) = (Bool.random(using: &random) ? .infinity : -.infinity, 0)
        case 5:
          if cycle == 0 { target = random.number(-1.5...2) }
          velocity = [Double.nan, .infinity, -.infinity, 1e300].randomElement(using: &random) ?? 0
        default:
          watch.brake()
          continue
        }
        watch.update(target: target, velocity: velocity)
      }
      if target - target != 0 { target = 0 }
    }
  }

  /// How far the reference went beyond `goal` once it was on its way there, having braked first.
  private func settle(_ watch: inout Watch, at goal: Double) -> Double {
    while watch.limiter.velocity != 0 { watch.brake() }
    let side = watch.limiter.position < goal ? 1.0 : -1.0
    var overshoot = 0.0
    for _ in 0..<2_000 {
      watch.update(target: goal, velocity: 0)
      overshoot = max(overshoot, side * (watch.limiter.position - goal))
    }
    return overshoot
  }

  /// 0.5 rad at 0.9 Hz needs 2.8 rad/s and 16 rad/s^2: feasible, so it passes.
  @Test func aFeasibleSinePassesWithoutLag() {
    var limiter = OneLimiter()
    let omega = 2 * Double.pi * 0.9
    var worst = 0.0
    for cycle in 1...5_000 {
      // Fades in within the first second, so that the start is feasible too.
      let time = Double(cycle) * Self.period
      let (target, velocity) = fadedSine(time, omega)
      let limits = limiter.update(
        target: target, targetVelocity: velocity, bounds: Self.bounds, period: Self.period)
      #expect(limits == LimitFlags())
      worst = max(worst, abs(limiter.position - target))
    }
    #expect(worst < 1e-9)
  }

  private func fadedSine(_ time: Double, _ omega: Double) -> (Double, Double) {
    let fade = time < 1 ? time * time * (3 - 2 * time) : 1
    let slope = time < 1 ? 6 * time * (1 - time) : 0
    let sine = 0.5 * sin(omega * time)
    return (fade * sine, slope * sine + fade * 0.5 * omega * cos(omega * time))
  }

  /// From rest to rest over 1 rad with 3 rad/s and 20 rad/s^2: v/a + d/v = 0.4833 s, and a cycle or two
  /// for the grid.
  @Test func isAsFastAsTheBoundsAllow() {
    var limiter = OneLimiter()
    var cycles = 0
    while abs(limiter.position - 1) > 1e-9 && cycles < 10_000 {
      _ = limiter.update(
        target: 1, targetVelocity: 0, bounds: Self.bounds, period: Self.period)
      cycles += 1
    }
    #expect(abs(Double(cycles) * Self.period - 0.4833) < 0.005)
  }

  /// A stream that runs into the limit at full speed stops in front of it with the acceleration limit.
  @Test func stopsInFrontOfItsBoundHoweverFastTheTargetMoves() {
    var watch = Watch()
    for cycle in 1...1_000 {
      watch.update(target: min(3 * Double(cycle) * Self.period, 2), velocity: 3)
    }
    #expect(watch.failure == nil)
    #expect(abs(watch.limiter.position - 2) < 1e-9)
    #expect(abs(watch.limiter.velocity) < 1e-6)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func brakesForATargetThatIsNoPlace(target: Double) {
    var limiter = OneLimiter()
    for _ in 0..<20 {
      _ = limiter.update(target: 2, targetVelocity: 0, bounds: Self.bounds, period: Self.period)
    }
    // 20 cycles of 0.04 rad/s each.
    #expect(abs(limiter.velocity - 0.8) < 1e-12)
    for _ in 0..<20 {
      let limits = limiter.update(
        target: target, targetVelocity: 0, bounds: Self.bounds, period: Self.period)
      #expect(limits.contains(.position))
    }
    #expect(abs(limiter.velocity) < 1e-12)
  }

  @Test func comesBackFromOutsideAtItsOwnSpeed() {
    var limiter = OneLimiter()
    limiter.reset(position: 2.5)
    _ = limiter.update(target: 0, targetVelocity: 0, bounds: Self.bounds, period: Self.period)
    // One cycle of 20 rad/s^2.
    #expect(abs(limiter.velocity + 0.04) < 1e-12)
    #expect(abs(limiter.position - (2.5 - 0.04 * 0.002)) < 1e-12)
    var furthest = limiter.position
    for _ in 0..<2_000 {
      _ = limiter.update(target: 5, targetVelocity: 0, bounds: Self.bounds, period: Self.period)
      furthest = max(furthest, limiter.position)
    }
    #expect(furthest < 2.5)
    #expect(abs(limiter.position - 2) < 1e-9)
  }

  @Test func saysWhyItDiffersFromItsTarget() {
    var limiter = OneLimiter()
    let far = limiter.update(
      target: 5, targetVelocity: 0, bounds: Self.bounds, period: Self.period)
    #expect(far.contains(.position) && far.contains(.velocity) && far.contains(.acceleration))
    limiter.reset(position: 0)
    let slow = limiter.update(
      target: 0.000_06, targetVelocity: 0, bounds: Self.bounds, period: Self.period)
    #expect(slow == LimitFlags())
    let quick = limiter.update(
      target: 0.001, targetVelocity: 0, bounds: Self.bounds, period: Self.period)
    #expect(quick.contains(.acceleration))
    #expect(!quick.contains(.velocity) && !quick.contains(.position))
  }

  /// Continuous joints have no position bounds.
  @Test func runsWithoutPositionBounds() {
    var watch = Watch()
    watch.bounds = ReferenceLimiter.Bounds(
      lower: -.infinity, upper: .infinity, velocity: 3, acceleration: 20)
    for _ in 0..<500 { watch.update(target: 1e12, velocity: 0) }
    #expect(watch.failure == nil)
    #expect(watch.limiter.velocity == 3)
    for _ in 0..<500 { watch.update(target: .infinity, velocity: 0) }
    #expect(abs(watch.limiter.velocity) < 1e-12)
  }
}
