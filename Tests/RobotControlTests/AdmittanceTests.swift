import RobotControl
import RobotUnits
import TestSupport
import Testing

@Suite struct AdmittanceTests {
  static let other = Admittance.Configuration(
    mass: 1, damping: 9, stiffness: 70, offsetLimit: 0.3, rateLimit: 2)
  static let configuration = Admittance.Configuration(
    mass: 0.5, damping: 4, stiffness: 20, offsetLimit: 0.2, rateLimit: 1.5, deadband: 0.1)

  static func made(_ configuration: Admittance.Configuration) -> Admittance {
    Admittance(other, configuration, period: 0.002)
  }

  /// tau = 0.5: w = 0.002 * 0.5 / (0.5 + 0.008 + 0.00008), x = 0.002 w; then with the spring of 20 x.
  @Test func stepsImplicitly() {
    var law = Self.made(Self.configuration)
    law.update(externalEffort: .second(0.6))
    #expect(abs(law.rate.y - 0.001 / 0.50808) < 1e-15)
    #expect(abs(law.offset.y - 0.000_002 / 0.50808) < 1e-17)
    let (rate, offset) = (0.001 / 0.50808, 0.000_002 / 0.50808)
    law.update(externalEffort: .second(0.6))
    #expect(abs(law.rate.y - (0.5 * rate + 0.002 * (0.5 - 20 * offset)) / 0.50808) < 1e-15)
  }

  /// 2 N.m less 0.1 on 20 N.m/rad is 0.095 rad; let go, it comes back.
  @Test func yieldsLikeASpring() {
    var law = Self.made(Self.configuration)
    for _ in 0..<5_000 { law.update(externalEffort: .second(2)) }
    #expect(abs(law.offset.y - 0.095) < 1e-9)
    for _ in 0..<5_000 { law.update(externalEffort: .second(0.05)) }
    #expect(abs(law.offset.y) < 1e-9)
  }

  /// At the bound the mass rests: when the push ends, it comes back at once.
  @Test func doesNotPushOnAtItsBound() {
    var law = Self.made(Self.configuration)
    for _ in 0..<2_000 { law.update(externalEffort: .second(50)) }
    #expect(law.offset.y == 0.2 && law.rate.y == 0)
    law.update(externalEffort: .second(0))
    #expect(law.offset.y < 0.2)
  }

  /// A damper alone, as a servo that is led by hand: 0.5 / 4 rad/s.
  @Test func needsNeitherMassNorSpring() {
    var free = Self.configuration
    (free.mass, free.stiffness) = (0, 0)
    var law = Self.made(free)
    law.update(externalEffort: .second(0.6))
    #expect(abs(law.rate.y - 0.125) < 1e-14)
  }

  @Test func keepsItsBoundsWhateverComes() {
    let wild = [Double.nan, .infinity, -.infinity, 1.7e308, -1.7e308, .leastNonzeroMagnitude, 3]
    for seed in UInt64(1)...500 {
      var random = SeededRandom(seed: seed)
      var configuration = Self.configuration
      configuration.mass = random.number(0...1)
      configuration.damping = random.number(0.001...10)
      configuration.stiffness = random.number(0...1e4)
      var law = Self.made(configuration)
      for _ in 0..<200 {
        let before = law.offset.y
        law.update(externalEffort: .second(wild.randomElement(using: &random) ?? 0))
        let isKept =
          abs(law.offset.y) <= 0.2 && abs(law.rate.y) <= 1.5
          && abs(law.offset.y - before) <= 0.003 * (1 + 1e-12)
        guard isKept else {
          Issue.record("seed \(seed): offset \(law.offset.y), rate \(law.rate.y)")
          return
        }
      }
    }
  }

  @Test func forgets() {
    var law = Self.made(Self.configuration)
    for _ in 0..<9 { law.update(externalEffort: Pair(2, 2)) }
    law.reset(where: .second)
    #expect(law.offset.y == 0 && law.rate.y == 0 && law.offset.x > 0)
  }
}

@Suite struct ExternalEffortTests {
  /// 0.05 N.m/A * 100 * 0.8 = 4 N.m/A; 0.3 A give 1.2 N.m. Gravity 1 and friction 0.2 + 0.1 * 2 = 0.4
  /// need 1.4: 0.2 N.m come from outside.
  @Test func isWhatTheMotorDoesNotExplain() {
    let motor = DCMotor(
      supply: 12, gear: 100, torqueConstant: 0.05, resistance: 1, efficiency: 0.8)
    let friction = ExternalEffort.Friction(coulomb: 0.2, viscous: 0.1, fullSpeed: 0.05)
    let model = ExternalEffort((motor, motor), (friction, friction))
    let fast = model.effort(
      current: .second(0.3), velocity: .second(2), gravity: .second(1))
    #expect(abs(fast.y - 0.2) < 1e-14)
    // Half the full speed: 0.1 + 0.0025 of friction, backwards.
    let slow = model.effort(
      current: .second(0.3), velocity: .second(-0.025), gravity: .second(1))
    #expect(abs(slow.y + 0.3025) < 1e-14)
    let unknown = model.effort(
      current: .second(.nan), velocity: .second(0), gravity: .second(0))
    #expect(unknown.y.isNaN && !unknown.x.isNaN)
  }
}
