import Glibc
import RobotUnits
import TestSupport
import Testing

@Suite struct RealtimeMathTests {
  @Test(arguments: [7.0, 1_000.0, 99_999.0])
  func staysWithinOneUlpOfGlibc(range: Double) {
    let seed: UInt64 = 20_260_801
    var random = SeededRandom(seed: seed)
    for _ in 0..<60_000 {
      let angle = random.number(-range...range)
      let (sine, cosine) = RealtimeMath.sineCosine(angle)
      let isNear =
        abs(sine - sin(angle)) <= sin(angle).ulp
        && abs(cosine - cos(angle)) <= cos(angle).ulp
      guard isNear else {
        Issue.record("seed \(seed), angle \(angle): \(sine), \(cosine)")
        return
      }
    }
  }

  /// The doubles next to multiples of pi/2, where a careless reduction of the argument loses all digits.
  @Test func keepsItsDigitsNextToMultiplesOfAQuarterTurn() {
    for count in 0...63_000 {
      for angle in [Double(count) * (Double.pi / 2), (Double(count) * (Double.pi / 2)).nextUp] {
        let (sine, cosine) = RealtimeMath.sineCosine(angle)
        let isNear =
          abs(sine - sin(angle)) <= sin(angle).ulp
          && abs(cosine - cos(angle)) <= cos(angle).ulp
        guard isNear else {
          Issue.record("angle \(angle): \(sine), \(cosine)")
          return
        }
      }
    }
  }

  /// The bits are part of the promise: the same on every processor. Found with a second implementation
  /// in Python, each within 1 ulp of what mpmath 1.3 gives with 300 bits.
  @Test(
    arguments: [
      (0.1, 0x3FB9_8EAE_CB8B_CB2C, 0x3FEF_D712_F9A8_17C1),
      (0.5, 0x3FDE_AEE8_744B_05F0, 0x3FEC_1528_065B_7D50),
      (0.7853981633974483, 0x3FE6_A09E_667F_3BCC, 0x3FE6_A09E_667F_3BCD),
      (1.0, 0x3FEA_ED54_8F09_0CEE, 0x3FE1_4A28_0FB5_068C),
      (-2.0, 0xBFED_18F6_EAD1_B446, 0xBFDA_A226_5753_7205),
      (3.0, 0x3FC2_1038_6DB6_D55B, 0xBFEF_AE04_BE85_E5D2),
      (10.0, 0xBFE1_689E_F5F3_4F52, 0xBFEA_D9AC_890C_6B1F),
      (-100.0, 0x3FE0_3425_B78C_4DB8, 0x3FEB_981D_BF66_5FDF),
      (12345.678, 0xBFE6_87D5_8909_74A5, 0x3FE6_B94C_3BBE_24B8),
      (-99999.5, 0xBFE0_55F2_82F4_1BDA, 0xBFEB_8428_C9F6_9A31),
      (3.141592653589793, 0x3CA1_A626_3314_5C07, 0xBFF0_0000_0000_0000),
      (1.5707963267948966, 0x3FF0_0000_0000_0000, 0x3C91_A626_3314_5C07),
    ] as [(Double, UInt64, UInt64)])
  func givesTheSameBitsEverywhere(angle: Double, sine: UInt64, cosine: UInt64) {
    let found = RealtimeMath.sineCosine(angle)
    #expect(found.sine.bitPattern == sine)
    #expect(found.cosine.bitPattern == cosine)
  }

  @Test func knowsTheCornersOfTheCircle() {
    #expect(RealtimeMath.sineCosine(0) == (0, 1))
    #expect(RealtimeMath.sineCosine(-0.0) == (0, 1))
    #expect(RealtimeMath.sineCosine(.leastNonzeroMagnitude) == (.leastNonzeroMagnitude, 1))
    #expect(RealtimeMath.sineCosine(1e-9).sine == 1e-9)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e5, -1e5, 1e300])
  func givesNothingWhereItKnowsNothing(angle: Double) {
    let (sine, cosine) = RealtimeMath.sineCosine(angle)
    #expect(sine.isNaN)
    #expect(cosine.isNaN)
  }

  @Test func takesTheSquareRoot() {
    #expect(RealtimeMath.squareRoot(2) == 1.414_213_562_373_095_1)
    #expect(RealtimeMath.squareRoot(0) == 0)
    #expect(RealtimeMath.squareRoot(-1).isNaN)
  }

  @Test(arguments: [
    (0.5, 0.5), (2.0, 1.0), (-2.0, -1.0), (1.0, 1.0), (Double.infinity, 1.0),
    (-Double.infinity, -1.0), (Double.nan, 0.0), (1e308, 1.0),
  ])
  func clampsToTheBound(value: Double, expected: Double) {
    #expect(RealtimeMath.clamp(value, within: 1) == expected)
  }
}
