import RobotRuntime
import RobotUnits
import TestSupport
import Testing

@Suite struct HistogramWindowTests {
  private func second(_ seconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: 7_000_000_000 + seconds * 1_000_000_000)
  }

  /// Seeded durations at every tenth of a second; what the window shows is compared with those that
  /// were recorded since it begins.
  @Test func showsWhatWasRecordedSinceItsStart() {
    for seed: UInt64 in 1...5 {
      var random = SeededRandom(seed: seed)
      let histogram = Histogram()
      var window = HistogramWindow(histogram.counts, at: second(0))
      var recorded: [(at: MonotonicInstant, nanoseconds: Int64)] = []
      for tenth: Int64 in 1...1500 {
        let now = second(0) + .milliseconds(tenth * 100)
        window.keep(histogram.counts, at: now)
        let value = Int64.random(in: 0..<5_000_000, using: &random)
        histogram.record(nanoseconds: value)
        recorded.append((now, value))
        guard tenth % 37 == 0 else { continue }
        let recent = window.recent(of: histogram.counts)
        let expected = recorded.filter { $0.at >= window.start }.map(\.nanoseconds)
        #expect(recent.count == UInt64(expected.count), "seed \(seed), tenth \(tenth)")
        #expect(recent.sum == UInt64(expected.reduce(0, +)), "seed \(seed), tenth \(tenth)")
        let model = Histogram()
        for value in expected { model.record(nanoseconds: value) }
        #expect(recent.buckets == model.counts.buckets, "seed \(seed), tenth \(tenth)")
        let greatest = expected.max() ?? 0
        #expect(recent.maximum >= greatest, "seed \(seed), tenth \(tenth)")
        #expect(Double(recent.maximum) <= Double(greatest) * 1.03125, "seed \(seed)")
        #expect(recent.maximum <= histogram.maximum, "seed \(seed)")
        // All there is in the first minute, then 60 to 65 s.
        let age = (now - window.start).seconds
        if tenth <= 600 { #expect(window.start == second(0)) }
        #expect(age >= min(60, Double(tenth) / 10) && age < 65, "tenth \(tenth): \(age)")
      }
    }
  }

  @Test func forgetsAPeakAfterAMinute() {
    let histogram = Histogram()
    var window = HistogramWindow(histogram.counts, at: second(0))
    histogram.record(nanoseconds: 9_000_000)
    for now: Int64 in 1...64 { window.keep(histogram.counts, at: second(now)) }
    #expect(window.recent(of: histogram.counts).maximum == 9_000_000)
    window.keep(histogram.counts, at: second(65))
    histogram.record(nanoseconds: 100_000)
    let recent = window.recent(of: histogram.counts)
    #expect(recent.count == 1)
    // The upper edge of its bucket: 98 304 ... 100 351.
    #expect(recent.maximum == 100_351)
    #expect(histogram.maximum == 9_000_000)
  }

  @Test func copiesOnlyWhenDue() {
    var window = HistogramWindow(at: second(0))
    var copies = 0
    for tenth: Int64 in 0...100 {
      window.keep(
        {
          copies += 1
          return HistogramCounts()
        }(), at: second(0) + .milliseconds(tenth * 100))
    }
    #expect(copies == 2)
    #expect(window.nextCopy == second(15))
  }

  @Test func knowsNothingWhenNothingIsRecorded() {
    let histogram = Histogram()
    histogram.record(nanoseconds: 500)
    let window = HistogramWindow(histogram.counts, at: second(0))
    let recent = window.recent(of: histogram.counts)
    #expect(recent.count == 0)
    #expect(recent.maximum == 0)
    #expect(recent.quantile(0.5) == 0)
  }
}
