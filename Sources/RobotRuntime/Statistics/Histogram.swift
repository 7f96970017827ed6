internal import Synchronization

/// A histogram of durations with fixed memory: 16 buckets per power of two, so that every percentile
/// is exact within 6.25 %.
///
/// One thread records, any thread reads. Real-time: `record` yes.
public final class Histogram: @unchecked Sendable {
  // Every bucket is an atomic word of its own; readers may see a recording in progress.
  private let counts: UnsafeMutablePointer<Atomic<UInt64>>
  private let largest = Atomic<Int64>(0)
  private static let bucketCount = 60 * 16

  /// An empty histogram.
  public init() {
    counts = .allocate(capacity: Histogram.bucketCount)
    for bucket in 0..<Histogram.bucketCount { (counts + bucket).initialize(to: Atomic(0)) }
  }

  deinit {
    counts.deinitialize(count: Histogram.bucketCount)
    counts.deallocate()
  }

  /// Counts one duration of `nanoseconds`; a negative one counts as 0.
  public func record(nanoseconds: Int64) {
    let value = max(nanoseconds, 0)
    counts[Histogram.bucket(of: value)].wrappingAdd(1, ordering: .relaxed)
    if value > largest.load(ordering: .relaxed) { largest.store(value, ordering: .relaxed) }
  }

  /// The largest duration so far [ns].
  public var maximum: Int64 { largest.load(ordering: .relaxed) }

  /// How many durations were recorded.
  public var count: UInt64 {
    var sum: UInt64 = 0
    for bucket in 0..<Histogram.bucketCount { sum += counts[bucket].load(ordering: .relaxed) }
    return sum
  }

  /// The duration that the share `quantile` (0...1) of all recordings does not exceed [ns]: the upper
  /// edge of its bucket, at most `maximum`; 0 when nothing was recorded. A share outside 0...1 counts
  /// as the nearer end, NaN as 0.
  public func quantile(_ quantile: Double) -> Int64 {
    let total = count
    guard total > 0 else { return 0 }
    // The least whole number of recordings that is the share; 0.07 * 100 is a little above 7.
    let share = Double(total) * (quantile > 0 ? min(quantile, 1) : 0)
    let wanted = max(UInt64((share - 1e-9 * share).rounded(.up)), 1)
    var sum: UInt64 = 0
    for bucket in 0..<Histogram.bucketCount {
      sum += counts[bucket].load(ordering: .relaxed)
      if sum >= wanted { return min(Histogram.upperEdge(of: bucket), maximum) }
    }
    return maximum
  }

  static func bucket(of value: Int64) -> Int {
    if value < 16 { return Int(value) }
    let exponent = 63 - value.leadingZeroBitCount
    return (exponent - 3) * 16 + Int((value >> Int64(exponent - 4)) & 15)
  }

  static func upperEdge(of bucket: Int) -> Int64 {
    if bucket < 16 { return Int64(bucket) }
    let exponent = bucket / 16 + 3
    // Wraps on purpose: the last edge is 2^63 - 1.
    return ((Int64(16 + bucket % 16) + 1) << Int64(exponent - 4)) &- 1
  }
}
