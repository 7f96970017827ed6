import Glibc
import RobotControl
import TestSupport
import Testing

/// Whatever is asked, no reference leaves its bounds, told from the positions alone.
@Suite struct JerkBoundTests {
  /// The last four positions, and what their differences say.
  struct Watch {
    let bounds: ReferenceLimiter.Bounds
    let period: Double
    private var last: [Double]
    /// How often each was near its bound: a bound that never mattered proves nothing.
    var touched = [0, 0, 0, 0]
    var failure: String?

    init(_ bounds: ReferenceLimiter.Bounds, period: Double, at start: Double) {
      self.bounds = bounds
      self.period = period
      last = [start, start, start]
    }

    /// Positions have a rounding of their own, which the differences multiply. It adds up over a stop of some
    /// hundred cycles, and where that ends at a bound, the bound takes it: 32 units in the last place of the
    /// greatest, over the period, its square and its cube.
    mutating func note(_ position: Double) {
      let noise = 32 * max(abs(bounds.lower), abs(bounds.upper)).ulp
      let first = (position - last[2]) / period
      let second = (position - 2 * last[2] + last[1]) / period / period
      let third =
        ((position - last[2]) - 2 * (last[2] - last[1]) + (last[1] - last[0])) / period / period
        / period
      check(0, max(position - bounds.upper, bounds.lower - position), 0, 0, "position \(position)")
      check(1, abs(first), bounds.velocity, noise / period, "velocity \(first)")
      check(2, abs(second), bounds.acceleration, noise / period / period, "acceleration \(second)")
      check(3, abs(third), bounds.jerk, noise / period / period / period, "jerk \(third)")
      last = [last[1], last[2], position]
    }

    private mutating func check(
      _ kind: Int, _ value: Double, _ bound: Double, _ noise: Double, _ words: String
    ) {
      if !(value <= bound * (1 + 1e-9) + noise) { failure = words }
      if value > bound - 1e-3 * max(bound, 1e-3) { touched[kind] += 1 }
    }
  }

  /// What a random run asks for, for some cycles on end.
  private struct Asker {
    var random: SeededRandom
    let bounds: ReferenceLimiter.Bounds
    let period: Double
    var target = 0.0
    var velocity = 0.0

    private mutating func anywhere() -> Double {
      random.number(bounds.lower - 1...bounds.upper + 1)
    }

    private mutating func anySpeed() -> Double {
      random.number(-2 * bounds.velocity...2 * bounds.velocity)
    }

    mutating func ask(_ kind: Int, _ cycle: Int, _ limiter: inout OneLimiter) {
      let isOdd = cycle & 1 == 1
      switch kind {
      case 0: if cycle == 0 { (target, velocity) = (anywhere(), 0) }
      case 1:
        if cycle == 0 { (target, velocity) = (limiter.position, anySpeed()) }
        target += velocity * period
      case 2: (target, velocity) = (anywhere(), anySpeed())
      case 3: (target, velocity) = (.nan, anySpeed())
      case 4: (target, velocity) = (isOdd ? .infinity : -.infinity, 0)
      case 5:
        if cycle == 0 { target = anywhere() }
        velocity = [Double.nan, .infinity, -.infinity, 1e300].randomElement(using: &random) ?? 0
      case 6: (target, velocity) = (isOdd ? bounds.upper : bounds.lower, 0)
      case 7:
        (target, velocity) =
          isOdd ? (bounds.upper, -bounds.velocity) : (bounds.lower, bounds.velocity)
      case 8:
        // A velocity without a position, as a stream of velocities asks for it.
        if cycle == 0 { velocity = anySpeed() }
        target = limiter.position + velocity * period
      default:
        limiter.brake(bounds: bounds, period: period)
        return
      }
      _ = limiter.update(
        target: target, targetVelocity: velocity, bounds: bounds, period: period)
      if target - target != 0 { target = 0 }
    }
  }

  private static func bounds(_ random: inout SeededRandom) -> ReferenceLimiter.Bounds {
    let velocity = pow(10, random.number(-1...1))
    let acceleration = velocity * pow(10, random.number(0...2))
    // From a jerk that hardly lets it get going to one that never matters.
    let jerk = acceleration * pow(10, random.number(-2...5))
    let lower = random.number(-2...0)
    return ReferenceLimiter.Bounds(
      lower: lower, upper: lower + pow(10, random.number(-3...1)), velocity: velocity,
      acceleration: acceleration, jerk: jerk)
  }

  /// 4,000 random joints with random periods, ten random things asked of each.
  @Test func keepsItsBoundsWhateverIsAsked() {
    var cycles = 0
    var touched = [0, 0, 0, 0]
    for seed in UInt64(1)...4_000 {
      var random = SeededRandom(seed: seed)
      let period = pow(10, random.number(-4 ... -1.5))
      let bounds = Self.bounds(&random)
      var limiter = OneLimiter()
      limiter.reset(position: random.number(bounds.lower...bounds.upper))
      var watch = Watch(bounds, period: period, at: limiter.position)
      var asker = Asker(random: random, bounds: bounds, period: period)
      for _ in 0..<10 {
        let kind = Int.random(in: 0..<10, using: &random)
        for cycle in 0..<Int.random(in: 1...100, using: &random) {
          asker.ask(kind, cycle, &limiter)
          watch.note(limiter.position)
          cycles += 1
          // And from here it can still stop inside.
          let end = limiter.stoppingPosition(bounds: bounds, period: period)
          let beyond = max(end - bounds.upper, bounds.lower - end)
          if !(beyond <= 1e-10 * max(1, bounds.upper)) { watch.failure = "would stop at \(end)" }
          if let failure = watch.failure {
            Issue.record("seed \(seed), kind \(kind), cycle \(cycle): \(failure) of \(bounds)")
            return
          }
        }
      }
      for kind in 0..<4 { touched[kind] += watch.touched[kind] }
    }
    print("jerk-limited references: \(cycles) cycles, at their bounds in \(touched)")
    #expect(touched.allSatisfy { $0 > 1_000 })
  }

  /// Where it brakes, it comes to rest where `stoppingPosition` said, and in no more cycles.
  @Test func stopsWhereItSaysItWill() {
    for seed in UInt64(1)...500 {
      var random = SeededRandom(seed: seed)
      let period = pow(10, random.number(-4 ... -1.5))
      let bounds = Self.bounds(&random)
      var limiter = OneLimiter()
      limiter.reset(position: bounds.lower)
      for _ in 0..<Int.random(in: 1...300, using: &random) {
        _ = limiter.update(
          target: bounds.upper, targetVelocity: 0, bounds: bounds, period: period)
      }
      let end = limiter.stoppingPosition(bounds: bounds, period: period)
      // What rounding leaves takes a few cycles more.
      var left = 1.01 * limiter.brakingCycles(bounds: bounds, period: period) + 5
      while limiter.velocity != 0, left > 0 {
        limiter.brake(bounds: bounds, period: period)
        left -= 1
      }
      guard abs(limiter.position - end) <= 1e-9, limiter.velocity == 0 else {
        Issue.record("seed \(seed): \(limiter.position) instead of \(end), \(bounds)")
        return
      }
    }
  }

  /// A bound that comes nearer than the joint can stop: it does what it can, and comes back.
  @Test func brakesWithAllItHasForABoundThatComesNearer() {
    var bounds = ReferenceLimiter.Bounds(
      lower: -2, upper: 2, velocity: 3, acceleration: 20, jerk: 400)
    let period = 0.002
    var limiter = OneLimiter()
    limiter.reset(position: -2)
    while limiter.position < 0 {
      _ = limiter.update(target: 2, targetVelocity: 0, bounds: bounds, period: period)
    }
    // 3 rad/s need v/2 (v/a + a/j) = 0.3 rad.
    let end = limiter.stoppingPosition(bounds: bounds, period: period)
    // In whole cycles it is less by one cycle at 3 rad/s.
    #expect(abs(end - limiter.position - 0.3) < 0.007)
    bounds.upper = 0.1
    var furthest = 0.0
    var acceleration = limiter.acceleration
    for _ in 0..<1_000 {
      _ = limiter.update(target: 2, targetVelocity: 0, bounds: bounds, period: period)
      furthest = max(furthest, limiter.position)
      #expect(abs(limiter.acceleration - acceleration) <= 400 * period * (1 + 1e-9))
      #expect(abs(limiter.acceleration) <= 20 * (1 + 1e-9))
      acceleration = limiter.acceleration
    }
    #expect(furthest <= end + 1e-9)
    #expect(limiter.position == 0.1 && limiter.velocity == 0)
  }

  /// A slower jog is no reason to jerk.
  @Test(arguments: [1.0, -1])
  func slowsDownSmoothlyForALesserVelocity(side: Double) {
    var bounds = ReferenceLimiter.Bounds(
      lower: -20, upper: 20, velocity: 3, acceleration: 20, jerk: 400)
    let period = 0.002
    var limiter = OneLimiter()
    for _ in 0..<500 {
      _ = limiter.update(target: 15 * side, targetVelocity: 0, bounds: bounds, period: period)
    }
    #expect(abs(side * limiter.velocity - 3) < 1e-9)
    bounds.velocity = 0.5
    var acceleration = 0.0
    var slowest = 3.0
    for _ in 0..<500 {
      _ = limiter.update(target: 15 * side, targetVelocity: 0, bounds: bounds, period: period)
      #expect(abs(limiter.acceleration - acceleration) <= 400 * period * (1 + 1e-9))
      acceleration = limiter.acceleration
      slowest = min(slowest, side * limiter.velocity)
    }
    #expect(abs(side * limiter.velocity - 0.5) < 1e-9 && slowest > 0.5 - 1e-9)
  }

  /// A joint without stiffness takes its reference along, but only so far that its velocity still ends
  /// inside.
  @Test func goesAlongOnlySoFarThatItCanStop() {
    let bounds = ReferenceLimiter.Bounds(
      lower: -1, upper: 1, velocity: 3, acceleration: 20, jerk: 400)
    let period = 0.002
    var limiter = OneLimiter()
    for cycle in 0..<2_000 {
      let before = limiter.position
      _ = limiter.update(
        target: before + 3 * period, targetVelocity: 3, bounds: bounds, period: period)
      // Pushed to the bound by hand, then let go of.
      limiter.follow(
        position: cycle < 1_000 ? 1 : -1, from: before, bounds: bounds, period: period)
      let end = limiter.stoppingPosition(bounds: bounds, period: period)
      #expect(end <= 1 + 1e-9 && end >= -1 - 1e-9, "cycle \(cycle)")
      #expect(abs(limiter.position - before) <= 3 * period * (1 + 1e-9))
    }
  }
}
