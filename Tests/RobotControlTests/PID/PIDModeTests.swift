import RobotControl
import RobotUnits
import Testing

@Suite struct PIDModeTests {
  typealias Input = OnePID.Input
  let input = Input(reference: 0.5, velocity: 0.3, measured: 0.4, feedForward: 0.2)

  /// A change of gains shows with time, not at once: 20 * 0.1 = 2 stays when kp becomes 50, and comes to
  /// 5 with Th = 0.2 s: after one cycle 5 - 3 * 0.99.
  @Test func changesGainsWithoutABump() {
    var law = OnePID(.constant(kp: 20, ki: 0, kd: 0))
    let still = Input(reference: 0.1)
    _ = law.update(still)
    law.gains.kp = 50
    #expect(abs(law.update(still) - 2) < 1e-12)
    #expect(abs(law.update(still) - 2) < 1e-12)
    #expect(abs(law.transfer + 3 * 0.99) < 1e-12)
    #expect(abs(law.update(still) - 2.03) < 1e-12)
    for _ in 0..<2_000 { _ = law.update(still) }
    #expect(abs(law.output - 5) < 1e-6)
  }

  /// Manual 1.5, then automatic: with an integral gain it goes on from there and stays there, ...
  @Test func goesOnFromAManualOutput() {
    var law = OnePID(.constant(kp: 20, ki: 1, kd: 0.5, limit: 8), measured: 0.4)
    for _ in 0..<3 { #expect(law.update(input, following: 1.5) == 1.5) }
    // 20 * 0.1 + 0.2 = 2.2 are the law's own terms.
    #expect(abs(law.integral + 0.7) < 1e-12 && abs(law.transfer) < 1e-12)
    #expect(abs(law.update(input) - 1.5) < 1e-12)
    #expect(abs(law.update(input) - 1.5002) < 1e-12)
  }

  /// ... without one, or beyond the integral's bound, the difference fades.
  @Test(arguments: [0.0, 1.0])
  func letsADifferenceFade(ki: Double) {
    var configuration = PID.Configuration.constant(kp: 20, ki: ki, kd: 0.5, limit: 8)
    configuration.integralLimit = 0.1
    var law = OnePID(configuration, measured: 0.4)
    _ = law.update(input, following: 1.5)
    #expect(abs(law.transfer - (ki == 0 ? -0.7 : -0.6)) < 1e-12)
    #expect(abs(law.update(input) - 1.5) < 1e-12)
    for _ in 0..<2_000 { _ = law.update(Input(reference: 0.4, measured: 0.4, feedForward: 0.2)) }
    #expect(abs(law.transfer) < 1e-8)
  }

  @Test func limitsAManualOutput() {
    var configuration = PID.Configuration.constant(kp: 20, ki: 1, kd: 0, limit: 2)
    configuration.outputRate = 500
    var law = OnePID(configuration, measured: 0.4)
    #expect([1, 2, 3].map { _ in law.update(input, following: 9) } == [1, 2, 2])
    #expect(law.update(input, following: .nan) == 2)
    #expect(abs(law.update(input) - 2) < 1e-12)
  }

  /// Everything but the limits at once.
  @Test func changesParametersWithoutABump() {
    var before = PID.Configuration.constant(kp: 20, ki: 30, kd: 0.5)
    before.filterTime = 0.01
    before.feedForward = PID.FeedForward(ff0: 0.1, ff1: 0.2, ff2: 0.3, ff3: 0.4)
    var after = before
    after.filterTime = 0.03
    after.proportionalWeight = 0.4
    after.derivativeWeight = 0.7
    after.feedForward = PID.FeedForward(ff0: 1.1, ff1: 1.2, ff2: 1.3, ff3: 1.4)
    after.deadband = 0.05
    after.integralLimit = 0.01
    after.antiWindup = .backCalculation(trackingTime: 0.05)
    after.transferTime = 0.7
    var law = OnePID(before)
    for cycle in 1...50 {
      let moving = Input(
        reference: 0.6, velocity: 0.4, acceleration: 2, jerk: 7, measured: 0.005 * Double(cycle))
      _ = law.update(moving)
    }
    #expect(law.integral > 0.5)
    let next = Input(reference: 0.6, velocity: 0.5, acceleration: 3, jerk: 8, measured: 0.256)
    var twin = law
    law.change(to: after, at: next)
    #expect(abs(law.update(next) - twin.update(next)) < 1e-12)
    _ = law.update(next)
    #expect(law.integral == 0.01)
  }
}
