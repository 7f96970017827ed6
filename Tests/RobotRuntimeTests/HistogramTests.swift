import RobotRuntime
import TestSupport
import Testing

@Suite struct HistogramTests {
  /// The definition that `quantile` promises: the least recording that the share does not exceed.
  private func exact(_ sorted: [Int64], _ share: Double) -> Int64 {
    sorted[max(Int((share * Double(sorted.count)).rounded(.up)), 1) - 1]
  }

  @Test func percentilesAreWithinOneSixteenthOfTheExactOnes() {
    for seed: UInt64 in 1...20 {
      var random = SeededRandom(seed: seed)
      let histogram = Histogram()
      var values: [Int64] = []
      for _ in 0..<Int.random(in: 1...2000, using: &random) {
        // Every magnitude alike, from nanoseconds to hours.
        let value = Int64.random(
          in: 0..<(1 << Int64.random(in: 1...43, using: &random)), using: &random)
        values.append(value)
        histogram.record(nanoseconds: value)
      }
      values.sort()
      #expect(histogram.count == UInt64(values.count))
      #expect(histogram.maximum == values.last)
      for share in [0.0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0] {
        let truth = exact(values, share)
        let found = histogram.quantile(share)
        #expect(found >= truth, "seed \(seed), share \(share)")
        #expect(Double(found) <= Double(truth) * 1.0625, "seed \(seed), share \(share)")
      }
    }
  }

  @Test func coversAtLeastTheShareThatWasAskedFor() {
    let histogram = Histogram()
    for _ in 0..<158 { histogram.record(nanoseconds: 1) }
    for _ in 0..<2 { histogram.record(nanoseconds: 1000) }
    // 158 of 160 are 98.75 %: not yet 99.
    #expect(histogram.quantile(0.99) == 1000)
    #expect(histogram.quantile(0.9875) == 1)
  }

  @Test func isExactBelowThirtyTwoNanoseconds() {
    for value: Int64 in 0..<32 {
      let histogram = Histogram()
      histogram.record(nanoseconds: value)
      histogram.record(nanoseconds: 1_000_000)
      #expect(histogram.quantile(0.5) == value)
    }
  }

  @Test func takesTheGreatestAndTheLeastDuration() {
    let histogram = Histogram()
    histogram.record(nanoseconds: .min)
    #expect(histogram.maximum == 0)
    #expect(histogram.quantile(1) == 0)
    histogram.record(nanoseconds: .max)
    #expect(histogram.maximum == .max)
    #expect(histogram.quantile(1) == .max)
    #expect(histogram.quantile(0.5) == 0)
    #expect(histogram.count == 2)
  }

  @Test func knowsNothingBeforeTheFirstRecording() {
    let histogram = Histogram()
    #expect(histogram.count == 0)
    #expect(histogram.maximum == 0)
    #expect(histogram.quantile(0.99) == 0)
  }

  @Test func takesSharesOutsideTheirRangeAsTheNearerEnd() {
    let histogram = Histogram()
    for value: Int64 in 1...10 { histogram.record(nanoseconds: value) }
    #expect(histogram.quantile(-1) == 1)
    #expect(histogram.quantile(2) == 10)
    #expect(histogram.quantile(.infinity) == 10)
    #expect(histogram.quantile(.nan) == 1)
  }

  @Test func counterCounts() {
    let counter = Counter()
    #expect(counter.value == 0)
    counter.add()
    counter.add(41)
    #expect(counter.value == 42)
  }
}
