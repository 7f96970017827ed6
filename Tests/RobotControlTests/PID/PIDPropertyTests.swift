import RobotControl
import RobotUnits
import TestSupport
import Testing

/// What must hold whatever is configured and whatever comes in; the seed is printed when it does not.
@Suite struct PIDPropertyTests {
  typealias Input = OnePID.Input

  static func configuration(_ random: inout SeededRandom, limit: Double = 10) -> PID.Configuration {
    let gains = PID.Gains(
      kp: random.number(0...50), ki: Bool.random(using: &random) ? random.number(0...200) : 0,
      kd: random.number(0...2))
    var made = PID.Configuration(
      schedule: GainSchedule(gains), lower: -random.number(0...limit),
      upper: random.number(0...limit) + 0.001)
    made.proportionalWeight = random.number(0...1)
    made.derivativeWeight = random.number(0...1)
    made.filterTime = Bool.random(using: &random) ? random.number(0...0.1) : 0
    made.feedForward = PID.FeedForward(
      ff0: random.number(-1...1), ff1: random.number(-1...1), ff2: random.number(-0.1...0.1),
      ff3: random.number(-0.01...0.01))
    made.antiWindup =
      [.clamp, .conditional, .backCalculation(trackingTime: random.number(0.002...1))]
      .randomElement(using: &random) ?? .clamp
    made.integralLimit = random.number(0...limit)
    made.outputRate = Bool.random(using: &random) ? random.number(0.1...1_000) : .infinity
    made.deadband = random.number(0...0.01)
    made.transferTime = random.number(0.002...1)
    return made
  }

  static func number(_ random: inout SeededRandom, _ isWild: Bool) -> Double {
    guard isWild, Int.random(in: 0..<6, using: &random) == 0 else { return random.number(-2...2) }
    let wild = [
      .nan, .infinity, -.infinity, 1.7e308, -1.7e308, 1e200, 1e101, -1e99, .leastNonzeroMagnitude,
      -.leastNormalMagnitude / 4, 0,
    ]
    return wild.randomElement(using: &random) ?? 0
  }

  static func input(_ random: inout SeededRandom, isWild: Bool = false) -> Input {
    Input(
      reference: number(&random, isWild), velocity: number(&random, isWild),
      acceleration: number(&random, isWild), jerk: number(&random, isWild),
      measured: number(&random, isWild), feedForward: number(&random, isWild))
  }

  /// Outputs within the limits and the rate, integral within its bound, every state a number, and a law that
  /// is again the law once its inputs are sane.
  @Test func keepsItsLimitsWhateverComes() throws {
    for seed in UInt64(1)...600 {
      var random = SeededRandom(seed: seed)
      let configuration = Self.configuration(&random)
      try configuration.validate(period: OnePID.period)
      var law = OnePID(configuration)
      var failure: String?
      for cycle in 0..<60 {
        let before = law.output
        let kind = Int.random(in: 0..<8, using: &random)
        let input = Self.input(&random, isWild: cycle < 50)
        switch kind {
        case 0: law.gains.kp = Self.number(&random, cycle < 50)
        case 1: law.gains.ki = Self.number(&random, cycle < 50)
        case 2: law.gains.kd = Self.number(&random, cycle < 50)
        default: break
        }
        let output =
          kind == 3
          ? law.update(input, following: Self.number(&random, cycle < 50)) : law.update(input)
        let slack = 1e-12 + configuration.outputRate * OnePID.period
        if !(output >= configuration.lower && output <= configuration.upper) {
          failure = "cycle \(cycle): output \(output)"
        }
        if !(abs(output - before) <= slack) { failure = "cycle \(cycle): \(before), \(output)" }
        if !(abs(law.integral) <= configuration.integralLimit) { failure = "I \(law.integral)" }
        let sum = law.integral + law.transfer + law.excess + law.pair.measuredRate.y
        if !sum.isFinite { failure = "cycle \(cycle): a state is \(sum)" }
      }
      if let failure {
        Issue.record("seed \(seed): \(failure)")
        return
      }
    }
  }

  /// However bad it was, two good samples later the law works again.
  @Test func recoversFromAnything() {
    for seed in UInt64(1)...400 {
      var random = SeededRandom(seed: seed)
      let configuration = Self.configuration(&random)
      var law = OnePID(configuration)
      for _ in 0..<20 { _ = law.update(Self.input(&random, isWild: true)) }
      for _ in 0..<2 { _ = law.update(Self.input(&random)) }
      let held = law.heldCycles
      for _ in 0..<10 { _ = law.update(Self.input(&random)) }
      guard law.heldCycles == held else {
        Issue.record("seed \(seed): \(law.heldCycles - held) more cycles were held")
        return
      }
    }
  }

  /// Gains, parameters and modes change at random; what the output does in that cycle is what it would have
  /// done without.
  @Test func everyChangeIsBumpless() {
    for seed in UInt64(1)...600 {
      var random = SeededRandom(seed: seed)
      var law = OnePID(Self.unlimited(&random))
      var input = Self.input(&random)
      for _ in 0..<30 {
        input = Self.input(&random)
        _ = law.update(input)
      }
      let bump: Double
      let kind = Int.random(in: 0..<3, using: &random)
      switch kind {
      case 0:
        var twin = law
        law.gains = Self.unlimited(&random).schedule.first
        let next = Self.input(&random)
        bump = law.update(next) - twin.update(next)
      // And in the cycle after, with the same inputs, none but what d and I do by themselves.
      case 1:
        var twin = law
        let next = Self.input(&random)
        law.change(to: Self.unlimited(&random), at: next)
        bump = law.update(next) - twin.update(next)
      default:
        // At rest, so that the law's own terms do not move in the cycle of the change.
        law = OnePID(Self.unlimited(&random), measured: input.measured)
        for _ in 0..<3 { _ = law.update(input, following: 0.7) }
        bump = law.update(input) - 0.7
      }
      guard abs(bump) <= 1e-12 else {
        Issue.record("seed \(seed): kind \(kind) of change, bump of \(bump)")
        return
      }
    }
  }

  /// The cycle after a change of gains, at rest: only the integral grows, and h fades.
  @Test func staysBumplessInTheCycleAfter() {
    for seed in UInt64(1)...500 {
      var random = SeededRandom(seed: seed)
      let configuration = Self.unlimited(&random)
      let input = Self.input(&random)
      var law = OnePID(configuration, measured: input.measured)
      for _ in 0..<3 { _ = law.update(input, following: 0.7) }
      law.gains = PID.Gains(kp: random.number(0...50), ki: 0, kd: random.number(0...2))
      let faded = law.transfer * OnePID.period / configuration.transferTime
      let first = law.update(input)
      let bump = law.update(input) - (first - faded)
      guard abs(bump) <= 1e-12 else {
        Issue.record("seed \(seed): bump of \(bump)")
        return
      }
    }
  }

  /// A double integrator asked for 3 rad with little effort: each kind of anti-windup is back at its target
  /// earlier, and overshoots less, than without one.
  @Test(arguments: [
    PID.AntiWindup.conditional, .backCalculation(trackingTime: 0.1),
  ])
  func recoversFasterThanWithoutAntiWindup(kind: PID.AntiWindup) {
    let without = Self.settling(.clamp)
    let with = Self.settling(kind)
    #expect(with.cycles < without.cycles / 2, "\(with) against \(without)")
    #expect(with.overshoot < without.overshoot / 2, "\(with) against \(without)")
  }

  private static func settling(_ kind: PID.AntiWindup) -> (cycles: Int, overshoot: Double) {
    var configuration = PID.Configuration.constant(kp: 8, ki: 6, kd: 5, limit: 1)
    configuration.antiWindup = kind
    configuration.integralLimit = 100
    var law = OnePID(configuration)
    var (position, velocity, overshoot, last) = (0.0, 0.0, 0.0, 0)
    for cycle in 0..<30_000 {
      velocity += law.update(Input(reference: 3, measured: position)) * OnePID.period
      position += velocity * OnePID.period
      overshoot = max(overshoot, position - 3)
      if abs(position - 3) > 0.03 { last = cycle }
    }
    return (last, overshoot)
  }

  /// Limits so wide that no change is hidden behind them, and efforts of a robot's size.
  private static func unlimited(_ random: inout SeededRandom) -> PID.Configuration {
    var made = configuration(&random)
    (made.lower, made.upper) = (-1e4, 1e4)
    made.outputRate = .infinity
    made.filterTime = random.number(0.005...0.1)
    return made
  }
}
