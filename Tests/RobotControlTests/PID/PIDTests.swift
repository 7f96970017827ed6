import RobotControl
import RobotUnits
import Testing

/// Hand-computed at T = 2 ms.
@Suite struct PIDTests {
  typealias Input = OnePID.Input

  /// 20 * 0.1 = 2, and from the second cycle on 100 * 0.002 * 0.1 = 0.02 more each.
  @Test func integratesForward() {
    var law = OnePID(.constant(kp: 20, ki: 100, kd: 0))
    #expect(abs(law.update(Input(reference: 0.1)) - 2) < 1e-14)
    #expect(abs(law.update(Input(reference: 0.1)) - 2.02) < 1e-14)
    #expect(abs(law.update(Input(reference: 0.1)) - 2.04) < 1e-14)
    #expect(abs(law.integral - 0.04) < 1e-15)
  }

  /// Tf = 8 ms: a = 0.8, and a step of 0.01 rad gives d = 0.01 / 0.01 s = 1, 0.8, 0.64 rad/s.
  @Test func filtersTheDerivativeOfTheMeasurement() {
    var configuration = PID.Configuration.constant(kp: 0, ki: 0, kd: 0.5)
    configuration.filterTime = 0.008
    var law = OnePID(configuration, measured: 0.2)
    #expect(law.update(Input(reference: 9, measured: 0.2)) == 0)
    #expect(abs(law.update(Input(reference: 5, measured: 0.21)) + 0.5) < 1e-13)
    #expect(abs(law.update(Input(reference: 1, measured: 0.21)) + 0.4) < 1e-13)
    #expect(abs(law.update(Input(reference: 1, measured: 0.21)) + 0.32) < 1e-13)
  }

  /// Without a filter the difference quotient: 0.01 / 0.002 = 5 rad/s.
  @Test func needsNoFilter() {
    var law = OnePID(.constant(kp: 0, ki: 0, kd: 0.5))
    #expect(abs(law.update(Input(measured: 0.01)) + 2.5) < 1e-13)
    #expect(abs(law.update(Input(measured: 0.01))) < 1e-13)
  }

  /// 20 (0.6 * 0.5 - 0.2) = 2, and 0.5 * 0.4 * 3 = 0.6.
  @Test func weighsTheSetpoint() {
    var configuration = PID.Configuration.constant(kp: 20, ki: 0, kd: 0.5)
    configuration.proportionalWeight = 0.6
    configuration.derivativeWeight = 0.4
    var law = OnePID(configuration, measured: 0.2)
    let output = law.update(Input(reference: 0.5, velocity: 3, measured: 0.2))
    #expect(abs(output - 2.6) < 1e-14)
  }

  /// 0.5 * 2 + 0.25 * 3 + 0.1 * 5 + 0.01 * 70 + 0.3 = 3.25.
  @Test func feedsForward() {
    var configuration = PID.Configuration.constant(kp: 0, ki: 0, kd: 0)
    configuration.feedForward = PID.FeedForward(ff0: 0.5, ff1: 0.25, ff2: 0.1, ff3: 0.01)
    var law = OnePID(configuration)
    let output = law.update(
      Input(
        reference: 2, velocity: 3, acceleration: 5, jerk: 70, measured: 1, feedForward: 0.3))
    #expect(abs(output - 3.25) < 1e-14)
  }

  /// As LinuxCNC: inside nothing, outside what is beyond.
  @Test(arguments: [(0.01, 0.0), (-0.01, 0.0), (0.05, 0.6), (-0.05, -0.6)])
  func hasADeadband(error: Double, expected: Double) {
    var configuration = PID.Configuration.constant(kp: 20, ki: 0, kd: 0)
    configuration.deadband = 0.02
    var law = OnePID(configuration)
    #expect(abs(law.update(Input(reference: error)) - expected) < 1e-14)
  }

  /// 1 in the first cycle from 0 at 500 / s, then 2, then the limit of 2.5; v stays 20.
  @Test func limitsRateAndOutput() {
    var configuration = PID.Configuration.constant(kp: 20, ki: 0, kd: 0, limit: 2.5)
    configuration.outputRate = 500
    var law = OnePID(configuration)
    let outputs = (0..<4).map { _ in law.update(Input(reference: 1)) }
    #expect(outputs == [1, 2, 2.5, 2.5])
    #expect(law.excess == -17.5)
    #expect(law.update(Input(reference: -1)) == 1.5)
  }

  /// 0.02 a cycle up to 0.05, whatever the output does.
  @Test func clampsTheIntegral() {
    var configuration = PID.Configuration.constant(kp: 20, ki: 100, kd: 0)
    configuration.antiWindup = .clamp
    configuration.integralLimit = 0.05
    var law = OnePID(configuration)
    for _ in 0..<9 { _ = law.update(Input(reference: 0.1)) }
    #expect(law.integral == 0.05)
    for _ in 0..<9 { _ = law.update(Input(reference: -0.1)) }
    #expect(law.integral == -0.05)
  }

  /// v = 2, u = 1.5, T / Tt = 0.1: I = 0.02 - 0.05 = -0.03; then v = 1.97, I = -0.03 + 0.02 - 0.047.
  @Test func calculatesBack() {
    var configuration = PID.Configuration.constant(kp: 20, ki: 100, kd: 0, limit: 1.5)
    configuration.antiWindup = .backCalculation(trackingTime: 0.02)
    var law = OnePID(configuration)
    for _ in 0..<2 { _ = law.update(Input(reference: 0.1)) }
    #expect(abs(law.integral + 0.03) < 1e-15)
    _ = law.update(Input(reference: 0.1))
    #expect(abs(law.integral + 0.057) < 1e-15)
  }

  /// Held while cut in the direction of the error, free in the other one.
  @Test func integratesConditionally() {
    var law = OnePID(.constant(kp: 20, ki: 100, kd: 0, limit: 1.5))
    for _ in 0..<5 { _ = law.update(Input(reference: 0.1)) }
    #expect(law.integral == 0)
    // v = -0.01 * 20 + 3 is cut upwards, the error points down.
    for _ in 0..<2 { _ = law.update(Input(reference: -0.01, feedForward: 3)) }
    #expect(abs(law.integral + 0.002) < 1e-15)
  }

  /// A later limit acts as one's own: 2 wanted, 1 applied.
  @Test func countsALaterLimit() {
    var law = OnePID(.constant(kp: 20, ki: 100, kd: 0))
    _ = law.update(Input(reference: 0.1))
    law.noteApplied(1)
    #expect(abs(law.excess + 1) < 1e-15)
    #expect(law.output == 1)
    _ = law.update(Input(reference: 0.1))
    #expect(law.integral == 0)
    law.noteApplied(.nan)
    #expect(law.output == 2 && law.excess == 0)
  }

  /// An excess from inside holds the integral, but not the output.
  @Test func countsALimitInside() {
    var law = OnePID(.constant(kp: 20, ki: 100, kd: 0))
    _ = law.update(Input(reference: 0.1))
    law.noteExcess(-0.5)
    #expect(law.output == 2)
    _ = law.update(Input(reference: 0.1))
    #expect(law.integral == 0)
  }

  @Test func hasNoIntegralTermWithoutAnIntegralGain() {
    var configuration = PID.Configuration.constant(kp: 20, ki: 0, kd: 0, limit: 1)
    configuration.antiWindup = .backCalculation(trackingTime: 0.02)
    var law = OnePID(configuration)
    for _ in 0..<50 { _ = law.update(Input(reference: 1)) }
    #expect(law.integral == 0)
  }

  /// Without a sample before there is no derivative to speak of: the output waits for one.
  @Test func waitsForItsFirstSample() {
    let configuration = PID.Configuration.constant(kp: 20, ki: 0, kd: 0.5)
    var law = OnePID(configuration)
    law.pair = PID(OnePID.parameters(configuration), gains: OnePID.pair(law.gains))
    #expect(law.update(Input(reference: 0.7, measured: 0.6)) == 0)
    #expect(law.heldCycles == 1)
    #expect(abs(law.update(Input(reference: 0.7, measured: 0.6)) - 2) < 1e-14)
    #expect(law.heldCycles == 1)
  }

  /// What is no number holds the output and the integral of its joint: 2 + 2 * 0.02.
  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func holdsWithoutNumbers(value: Double) {
    for input in [
      Input(reference: value), Input(velocity: value), Input(acceleration: value),
      Input(jerk: value), Input(feedForward: value), Input(measured: value),
    ] {
      var law = OnePID(.constant(kp: 20, ki: 100, kd: 0.5))
      for _ in 0..<3 { _ = law.update(Input(reference: 0.1)) }
      let neighbour = law.pair.integral.x
      #expect(abs(law.update(input) - 2.04) < 1e-14)
      #expect(abs(law.integral - 0.04) < 1e-15)
      #expect(law.heldCycles == 1)
      #expect(law.pair.heldCycles.x == 0 && law.pair.integral.x != neighbour)
      // Without a measurement there is none before the next one either.
      #expect(abs(law.update(Input(reference: 0.1)) - 2.04) < 1e-14)
      #expect(law.heldCycles == (input.measured.isFinite ? 1 : 2))
      _ = law.update(Input(reference: 0.1))
      #expect(abs(law.update(Input(reference: 0.1)) - 2.06) < 0.021)
    }
  }
}
