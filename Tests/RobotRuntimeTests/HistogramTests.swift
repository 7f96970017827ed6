import RobotRuntime
import TestSupport
import Testing

@Suite struct HistogramTests {
  /// The definition that `quantile` promises: the least recording that the share does not exceed.
  private func exact(_ sorted: [Int64], _ share: Double) -> Int64 {
    sorted[max(Int((share * Double(sorted.count)).rounded(.up)), 1) - 1]
  }

  @Test func percentilesAreWithinOneThirtySecondOfTheExactOnes() {
    for seed: UInt64 in 1...20 {
      var random = SeededRandom(seed: seed)
      let histogram = Histogram()
      var values: [Int64] = []
      for _ in 0..<Int.random(in: 1...2000, using: &random) {
        // Every magnitude alike, from nanoseconds to a minute.
        let value = Int64.random(
          in: 0..<(1 << Int64.random(in: 1...36, using: &random)), using: &random)
        values.append(value)
        histogram.record(nanoseconds: value)
      }
      values.sort()
      let counts = histogram.counts
      #expect(counts.count == UInt64(values.count), "seed \(seed)")
      #expect(counts.maximum == values.last, "seed \(seed)")
      #expect(counts.sum == values.reduce(0) { $0 + UInt64($1) }, "seed \(seed)")
      #expect(counts.minimum <= values[0], "seed \(seed)")
      #expect(Double(counts.minimum) * 1.03125 >= Double(values[0]), "seed \(seed)")
      for share in [0.0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0] {
        let truth = exact(values, share)
        let found = counts.quantile(share)
        #expect(found >= truth, "seed \(seed), share \(share)")
        #expect(Double(found) <= Double(truth) * 1.03125, "seed \(seed), share \(share)")
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

  /// In doubles, 0.07 times 100 is a little above 7.
  @Test func asksForNoMoreThanTheShare() {
    let histogram = Histogram()
    for value: Int64 in 1...50 { histogram.record(nanoseconds: value) }
    for _ in 0..<50 { histogram.record(nanoseconds: 1000) }
    #expect(histogram.quantile(0.07) == 7)
  }

  @Test func isExactBelowSixtyFourNanoseconds() {
    for value: Int64 in 0..<64 {
      let histogram = Histogram()
      histogram.record(nanoseconds: value)
      histogram.record(nanoseconds: 1_000_000)
      #expect(histogram.quantile(0.5) == value)
      #expect(histogram.counts.minimum == value)
    }
  }

  @Test func bucketsLieSideBySide() {
    for bucket in 0..<1024 {
      let lower = HistogramBuckets.lowerEdge(bucket)
      let upper = HistogramBuckets.upperEdge(bucket)
      #expect(HistogramBuckets.index(of: lower) == bucket)
      #expect(HistogramBuckets.index(of: upper) == bucket)
      guard bucket < 1023 else { continue }
      #expect(HistogramBuckets.lowerEdge(bucket + 1) == upper + 1)
    }
  }

  @Test func takesTheGreatestAndTheLeastDuration() {
    let histogram = Histogram()
    histogram.record(nanoseconds: .min)
    #expect(histogram.maximum == 0)
    #expect(histogram.quantile(1) == 0)
    histogram.record(nanoseconds: .max)
    // Beyond a minute there is one bucket for all.
    histogram.record(nanoseconds: 68_000_000_000)
    #expect(histogram.maximum == .max)
    #expect(histogram.quantile(1) == .max)
    #expect(histogram.quantile(0.3) == 0)
    #expect(histogram.count == 3)
  }

  @Test func knowsNothingBeforeTheFirstRecording() {
    let counts = Histogram().counts
    #expect(counts == HistogramCounts())
    #expect(counts.count == 0)
    #expect(counts.maximum == 0)
    #expect(counts.minimum == 0)
    #expect(counts.quantile(0.99) == 0)
    #expect(counts.buckets.isEmpty)
  }

  @Test func takesSharesOutsideTheirRangeAsTheNearerEnd() {
    let histogram = Histogram()
    for value: Int64 in 1...10 { histogram.record(nanoseconds: value) }
    #expect(histogram.quantile(-1) == 1)
    #expect(histogram.quantile(2) == 10)
    #expect(histogram.quantile(.infinity) == 10)
    #expect(histogram.quantile(.nan) == 1)
  }

  @Test func comesBackFromItsBuckets() {
    var random = SeededRandom(seed: 5)
    let histogram = Histogram()
    for _ in 0..<500 {
      histogram.record(nanoseconds: .random(in: 0..<2_000_000, using: &random))
    }
    let counts = histogram.counts
    let copy = HistogramCounts(
      counts.buckets.map { ($0.lower, $0.count) }, sum: counts.sum, maximum: counts.maximum)
    #expect(copy == counts)
  }

  @Test func counterCounts() {
    let counter = Counter()
    #expect(counter.value == 0)
    counter.add()
    counter.add(41)
    #expect(counter.value == 42)
  }
}
