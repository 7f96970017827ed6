internal import Synchronization

/// A histogram of durations with fixed memory (8 kB), allocated and touched by `init`. Percentiles are
/// exact within a bucket (`HistogramBuckets`: 3.1 %), sum and maximum are exact.
///
/// One thread records, any thread reads, without locks: a reading is what was recorded until some moment
/// during it. Real-time: `record` yes, the rest no.
public final class Histogram: @unchecked Sendable {
  // Every word behind `cells` is atomic. The class only owns them.
  let cells: HistogramCells

  /// An empty histogram.
  public init() { cells = HistogramCells() }

  deinit { cells.deallocate() }

  /// Counts one duration of `nanoseconds`; a negative one counts as 0. One thread only.
  @_noAllocation @_noLocks
  public func record(nanoseconds: Int64) { cells.record(nanoseconds) }

  /// What was recorded so far.
  public var counts: HistogramCounts { cells.counts }
  /// The largest duration so far [ns].
  public var maximum: Int64 { cells.counts.maximum }
  /// How many durations were recorded.
  public var count: UInt64 { cells.counts.count }
  /// As `HistogramCounts.quantile`.
  public func quantile(_ share: Double) -> Int64 { cells.counts.quantile(share) }
}

/// The memory of a histogram, for the thread that records. Valid as long as its owner.
struct HistogramCells: BitwiseCopyable, @unchecked Sendable {
  // Every word is atomic; only one thread writes, so nothing is read and modified in one operation.
  private let words: UnsafeMutablePointer<Atomic<UInt64>>

  /// Behind the buckets: the sum and the maximum [ns].
  private static let sum = 1024
  private static let maximum = 1025
  private static let wordCount = 1026

  init() {
    words = .allocate(capacity: HistogramCells.wordCount)
    for index in 0..<HistogramCells.wordCount { (words + index).initialize(to: Atomic(0)) }
  }

  func deallocate() {
    words.deinitialize(count: HistogramCells.wordCount)
    words.deallocate()
  }

  @_noAllocation @_noLocks
  func record(_ nanoseconds: Int64) {
    let value = nanoseconds < 0 ? 0 : nanoseconds
    add(1, at: HistogramBuckets.index(of: value))
    let length = UInt64(bitPattern: value)
    add(length, at: HistogramCells.sum)
    let longest = words + HistogramCells.maximum
    if length > longest.pointee.load(ordering: .relaxed) {
      longest.pointee.store(length, ordering: .relaxed)
    }
  }

  @_noAllocation @_noLocks
  private func add(_ amount: UInt64, at index: Int) {
    let word = words + index
    word.pointee.store(word.pointee.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }

  var counts: HistogramCounts {
    let sum = words[HistogramCells.sum].load(ordering: .relaxed)
    // Most stages of most threads are never passed: a duration above 0 makes the sum so, one of 0 counts
    // in the first bucket.
    guard sum > 0 || words[0].load(ordering: .relaxed) > 0 else { return HistogramCounts() }
    let counts = (0..<HistogramBuckets.count).map { words[$0].load(ordering: .relaxed) }
    return HistogramCounts(
      all: counts, sum: sum,
      maximum: Int64(bitPattern: words[HistogramCells.maximum].load(ordering: .relaxed)))
  }
}
