/// What a histogram held at one moment, or between two. Real-time: no.
public struct HistogramCounts: Hashable, Sendable {
  /// A bucket that is not empty.
  public struct Bucket: Hashable, Sendable {
    /// The least duration in it [ns].
    public let lower: Int64
    /// The greatest duration in it [ns].
    public let upper: Int64
    /// How many durations.
    public let count: UInt64
  }

  // Only the buckets from the first to the last that is not empty.
  private let first: Int
  private let counts: [UInt64]
  /// All durations together [ns].
  public let sum: UInt64
  /// The greatest duration [ns]; 0 when there is none.
  public let maximum: Int64

  /// Nothing recorded.
  public init() { self.init(all: [], sum: 0, maximum: 0) }

  /// The counts of all buckets from 0 on.
  init(all counts: [UInt64], sum: UInt64, maximum: Int64) {
    let first = counts.firstIndex { $0 > 0 } ?? 0
    let end = (counts.lastIndex { $0 > 0 } ?? -1) + 1
    self.first = first
    self.counts = Array(counts[min(first, end)..<end])
    self.sum = sum
    self.maximum = maximum
  }

  /// What someone else counted, by the least duration of each bucket [ns].
  public init(_ buckets: [(lower: Int64, count: UInt64)], sum: UInt64, maximum: Int64) {
    var counts = [UInt64](repeating: 0, count: HistogramBuckets.count)
    for bucket in buckets {
      counts[HistogramBuckets.index(of: max(bucket.lower, 0))] &+= bucket.count
    }
    self.init(all: counts, sum: sum, maximum: max(maximum, 0))
  }

  /// How many durations.
  public var count: UInt64 { counts.reduce(0, &+) }

  /// The lower edge of the first bucket that is not empty [ns]: no duration is less. 0 when there is none.
  public var minimum: Int64 { counts.isEmpty ? 0 : HistogramBuckets.lowerEdge(first) }

  /// The buckets that are not empty, in order.
  public var buckets: [Bucket] {
    counts.enumerated().filter { $1 > 0 }.map { place, count in
      Bucket(
        lower: HistogramBuckets.lowerEdge(first + place),
        upper: HistogramBuckets.upperEdge(first + place), count: count)
    }
  }

  /// The duration that the share `share` (0...1) of all does not exceed [ns]: the upper edge of the bucket
  /// that holds the ⌈share · count⌉-th least duration, at most `maximum`. So it is never less than the
  /// exact one, and by at most 1/32 more. 0 when there is none; a share outside 0...1 counts as the nearer
  /// end, NaN as 0.
  public func quantile(_ share: Double) -> Int64 {
    let total = count
    guard total > 0 else { return 0 }
    // The least whole number of durations that is the share; 0.07 * 100 is a little above 7.
    let exact = Double(total) * (share > 0 ? min(share, 1) : 0)
    let wanted = max((exact - 1e-9 * exact).rounded(.up), 1)
    var seen: UInt64 = 0
    for (place, count) in counts.enumerated() {
      seen &+= count
      if Double(seen) >= wanted { return min(HistogramBuckets.upperEdge(first + place), maximum) }
    }
    return maximum
  }

  /// What was recorded after `earlier`, a copy of the same histogram. Its maximum is the upper edge of
  /// its highest bucket that is not empty, at most the maximum of all time.
  public func since(_ earlier: HistogramCounts) -> HistogramCounts {
    var later = [UInt64](repeating: 0, count: HistogramBuckets.count)
    for (place, count) in counts.enumerated() { later[first + place] = count }
    for (place, count) in earlier.counts.enumerated() {
      later[earlier.first + place] -= min(count, later[earlier.first + place])
    }
    let highest = later.lastIndex { $0 > 0 }
    return HistogramCounts(
      all: later, sum: sum &- earlier.sum,
      maximum: highest.map { min(HistogramBuckets.upperEdge($0), maximum) } ?? 0)
  }
}
