import RobotUnits
import Testing

/// Each of a pair is computed as if it were alone, with the bits of the scalar function.
@Suite struct PairTests {
  private static let values = [
    0.0, -0.0, 1, -1, 0.5, -2.75, 3.000_000_1, 0x1p-1040, 1e300, .infinity, -.infinity, .nan,
  ]

  /// `pair` of every two values against `single` of each. NaN counts as NaN, whatever its bits.
  private func compare(_ pair: (Pair) -> Pair, _ single: (Double) -> Double) {
    for x in Self.values {
      for y in Self.values {
        let both = pair(Pair(x, y))
        for (found, expected) in [(both.x, single(x)), (both.y, single(y))] {
          let isSame = found.bitPattern == expected.bitPattern || (found.isNaN && expected.isNaN)
          #expect(isSame, "(\(x), \(y)): \(found) instead of \(expected)")
        }
      }
    }
  }

  @Test func turnsAndDropsTheSign() {
    compare(RealtimeMath.negate) { -$0 }
    compare(RealtimeMath.magnitude) { $0.magnitude }
  }

  @Test func findsSinesAndCosines() {
    compare({ RealtimeMath.sineCosine($0).sine }, { RealtimeMath.sineCosine($0).sine })
    compare({ RealtimeMath.sineCosine($0).cosine }, { RealtimeMath.sineCosine($0).cosine })
    for step in -2000...2000 {
      let (x, y) = (Double(step) * 0.37, 99_999.5 - Double(step) * 3.1)
      let (a, b) = (RealtimeMath.sineCosine(x), RealtimeMath.sineCosine(y))
      let both = RealtimeMath.sineCosine(Pair(x, y))
      #expect(both.sine == Pair(a.sine, b.sine) || y >= 1e5)
      #expect(both.cosine == Pair(a.cosine, b.cosine) || y >= 1e5)
    }
  }

  @Test func takesSquareRoots() {
    compare({ RealtimeMath.squareRoot($0) }, { $0.squareRoot() })
  }

  @Test(arguments: [0, 1, 2.5, Double.infinity]) func clamps(bound: Double) {
    compare(
      { RealtimeMath.clamp($0, within: Pair(repeating: bound)) },
      { $0.isNaN ? 0 : $0 > bound ? bound : $0 < -bound ? -bound : $0 })
  }

  @Test(arguments: [-2.0, 0.0, -0.0, 1]) func findsTheLesserAndTheGreater(other: Double) {
    compare({ RealtimeMath.least($0, Pair(repeating: other)) }, { min($0, other) })
    compare(
      { RealtimeMath.greatest($0, Pair(repeating: other)) }, { $0 > other ? $0 : other })
  }

  @Test(arguments: [
    (0, 0), (0.000_1, 1), (0.5, 1), (1, 1), (1.000_000_1, 2), (2.5, 3), (3.5, 4),
    (999_999_999.5, 1e9), (2_251_799_813_685_247.5, 2_251_799_813_685_248),
  ]) func roundsUp(value: Double, expected: Double) {
    #expect(RealtimeMath.ceiling(Pair(value, 0.25)) == Pair(expected, 1))
    #expect(RealtimeMath.ceiling(Pair(0.25, value)) == Pair(1, expected))
  }

  @Test func selectsOneOfTwo() {
    let mask = Pair(1, 3) .> 2
    #expect(RealtimeMath.select(mask, Pair(1, 2), Pair(3, 4)) == Pair(3, 2))
  }

  @Test(arguments: [(0.0, 0.0), (0, 1), (1, 0), (1, 1)]) func judgesMasks(x: Double, y: Double) {
    let mask = Pair(x, y) .> 0.5
    #expect(RealtimeMath.either(mask) == (x + y > 0))
    #expect(RealtimeMath.both(mask) == (x + y > 1))
  }
}
