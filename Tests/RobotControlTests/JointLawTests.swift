import RobotControl
import Testing

@Suite struct JointLawTests {
  let gains = JointLaw.Gains(kp: 20, kd: 0.5, ki: 100, integralLimit: 0.3)

  /// 20 * 0.1 + 0.5 * (-0.4) + 100 * 0.1 * 0.002 + 0.7 = 2.52
  @Test func addsItsTerms() {
    var law = OneLaw()
    let effort = law.update(error: 0.1, velocityError: -0.4, feedForward: 0.7, gains: gains)
    #expect(abs(effort - 2.52) < 1e-12)
    #expect(abs(law.integral - 0.02) < 1e-15)
  }

  @Test func scalesAllTermsWhileArming() {
    var law = OneLaw()
    let effort = law.update(
      error: 0.1, velocityError: -0.4, feedForward: 0.7, scale: 0.25, gains: gains)
    #expect(abs(effort - 0.63) < 1e-12)
  }

  /// 0.02 N.m a cycle: 15 cycles to the bound of 0.3, in both directions.
  @Test(arguments: [1.0, -1.0])
  func boundsItsIntegral(sign: Double) {
    var law = OneLaw()
    for _ in 0..<14 { _ = law.update(error: sign * 0.1, gains: gains) }
    #expect(abs(law.integral - sign * 0.28) < 1e-12)
    for _ in 0..<100 { _ = law.update(error: sign * 0.1, gains: gains) }
    #expect(law.integral == sign * 0.3)
  }

  /// Conditional integration: held while the output is cut in the direction of the error, ...
  @Test func holdsItsIntegralWhileTheOutputIsCut() {
    var law = OneLaw()
    _ = law.update(error: 0.1, gains: gains)
    law.noteApplied(desired: 2.02, applied: 1)
    for _ in 0..<10 { _ = law.update(error: 0.1, gains: gains) }
    #expect(abs(law.integral - 0.02) < 1e-15)
  }

  /// ... released at once when the error turns, ...
  @Test func letsItsIntegralGoWhenTheErrorTurns() {
    var law = OneLaw()
    _ = law.update(error: 0.1, gains: gains)
    law.noteApplied(desired: 2.02, applied: 1)
    _ = law.update(error: -0.05, gains: gains)
    #expect(abs(law.integral - 0.01) < 1e-15)
  }

  /// ... and when the output is no longer cut.
  @Test func integratesAgainWhenNothingIsCut() {
    var law = OneLaw()
    _ = law.update(error: 0.1, gains: gains)
    law.noteApplied(desired: 2.02, applied: 1)
    _ = law.update(error: 0.1, gains: gains)
    law.noteApplied(desired: 1, applied: 1)
    _ = law.update(error: 0.1, gains: gains)
    #expect(abs(law.integral - 0.04) < 1e-15)
  }

  @Test func hasNoIntegralTermWithoutAnIntegralGain() {
    var law = OneLaw()
    for _ in 0..<15 { _ = law.update(error: 0.1, gains: gains) }
    let spring = JointLaw.Gains(kp: 20, kd: 0, ki: 0, integralLimit: 0.3)
    #expect(law.update(error: 0.1, gains: spring) == 2)
    #expect(law.integral == 0)
  }

  @Test func forgets() {
    var law = OneLaw()
    _ = law.update(error: 0.1, gains: gains)
    law.noteApplied(desired: 2, applied: 1)
    law.reset()
    #expect(law.integral == 0)
    _ = law.update(error: 0.1, gains: gains)
    #expect(abs(law.integral - 0.02) < 1e-15)
  }

  @Test func aNumberThatIsNoneLeavesNoTrace() {
    var law = OneLaw()
    #expect(law.update(error: .nan, gains: gains).isNaN)
    #expect(law.integral == 0)
    #expect(abs(law.update(error: 0.1, gains: gains) - 2.02) < 1e-12)
  }
}
