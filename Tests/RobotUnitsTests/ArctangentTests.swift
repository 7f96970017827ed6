import Glibc
import RobotUnits
import TestSupport
import Testing

/// Our arctangent against glibc's, which is within 1 ulp.
@Suite struct ArctangentTests {
  @Test func agreesWithGlibc() {
    let seed: UInt64 = 41
    var random = SeededRandom(seed: seed)
    for _ in 0..<100_000 {
      let scale = exp(random.number(-30...30))
      let (y, x) = (random.number(-1...1) * scale, random.number(-1...1))
      let expected = atan2(y, x)
      let found = RealtimeMath.arctangent(y: y, x: x)
      guard abs(found - expected) > 4 * expected.ulp else { continue }
      Issue.record("seed \(seed): (\(y), \(x)) gives \(found), not \(expected)")
    }
  }

  @Test func knowsTheAxes() {
    #expect(RealtimeMath.arctangent(y: 0, x: 3) == 0)
    #expect(RealtimeMath.arctangent(y: 2, x: 0) == 1.570_796_326_794_896_6)
    #expect(RealtimeMath.arctangent(y: 0, x: -1) == 3.141_592_653_589_793)
    #expect(RealtimeMath.arctangent(y: -2, x: 0) == -1.570_796_326_794_896_6)
    #expect(abs(RealtimeMath.arctangent(y: 1, x: 1) - 0.785_398_163_397_448_3) < 2e-16)
    #expect(RealtimeMath.arctangent(y: 0, x: 0) == 0)
  }

  @Test func refusesWhatIsNotFinite() {
    #expect(RealtimeMath.arctangent(y: .nan, x: 1).isNaN)
    #expect(RealtimeMath.arctangent(y: 1, x: .infinity).isNaN)
  }
}
