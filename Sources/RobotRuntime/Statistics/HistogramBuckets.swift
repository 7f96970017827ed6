/// Where the buckets of a histogram lie: 32 for each power of two, so that a bucket is at most 1/32
/// (3.1 %) of its lower edge wide. Below 64 ns every nanosecond has a bucket of its own.
///
/// 32 and not 16: two loops are compared by ratios down to 1.10, and buckets of 6.3 % would eat more than
/// half of that. Recording costs the same; a histogram needs 8 kB instead of 4. The layout is that of
/// HdrHistogram with sub-buckets of 5 bits.
public enum HistogramBuckets {
  /// How many there are. The last one holds all from 67.6 s on.
  public static let count = 1024

  /// The bucket of `nanoseconds`. Range: not negative. Real-time: yes.
  @inlinable @_noAllocation @_noLocks
  public static func index(of nanoseconds: Int64) -> Int {
    if nanoseconds < 64 { return Int(truncatingIfNeeded: nanoseconds) }
    let exponent = 63 &- nanoseconds.leadingZeroBitCount
    if exponent > 35 { return 1023 }
    let fraction = Int(truncatingIfNeeded: nanoseconds &>> Int64(exponent &- 5)) & 31
    return (exponent &- 4) &* 32 &+ fraction
  }

  /// The least duration in `bucket` [ns].
  public static func lowerEdge(_ bucket: Int) -> Int64 {
    bucket < 64 ? Int64(bucket) : Int64(32 + bucket % 32) << Int64(bucket / 32 - 1)
  }

  /// The greatest duration in `bucket` [ns].
  public static func upperEdge(_ bucket: Int) -> Int64 {
    bucket == count - 1 ? .max : lowerEdge(bucket + 1) - 1
  }
}
