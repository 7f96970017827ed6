internal import Synchronization

/// What a bus counts. One thread writes, any thread reads. Real-time: reading yes, `init` no.
public final class BusStatistics: @unchecked Sendable {
  // Memory of its own, so that the bus's thread counts without touching a reference. One thread writes
  // the atomics, so it needs no locked instruction: a load and a store do.
  private let counts: UnsafeMutablePointer<Atomic<UInt64>>

  /// Nothing counted yet.
  public init() {
    counts = .allocate(capacity: 4)
    for index in 0..<4 { (counts + index).initialize(to: Atomic(0)) }
  }

  deinit {
    counts.deinitialize(count: 4)
    counts.deallocate()
  }

  /// Transfers: on Linux, system calls.
  public var transfers: BusCount { BusCount(self, counts) }
  /// Transfers that failed; on a serial line, answers that are missing.
  public var failures: BusCount { BusCount(self, counts + 1) }
  /// Transfers that repeated an exchange which had failed in the same cycle.
  public var retries: BusCount { BusCount(self, counts + 2) }
  /// Bytes that belonged to no answer, on a serial line: noise.
  public var noise: BusCount { BusCount(self, counts + 3) }
}

/// One of a bus's numbers.
public struct BusCount: @unchecked Sendable {
  // The owner keeps the atomic alive, which any thread may read.
  private let owner: BusStatistics
  let number: UnsafeMutablePointer<Atomic<UInt64>>

  init(_ owner: BusStatistics, _ number: UnsafeMutablePointer<Atomic<UInt64>>) {
    self.owner = owner
    self.number = number
  }

  /// The count so far.
  public var value: UInt64 { number.pointee.load(ordering: .relaxed) }
}

/// The bus thread's ends of its counts. Whoever holds them keeps the `BusStatistics` alive.
struct BusCounts: BitwiseCopyable {
  private let transfers: UnsafeMutablePointer<Atomic<UInt64>>
  private let failures: UnsafeMutablePointer<Atomic<UInt64>>
  private let retries: UnsafeMutablePointer<Atomic<UInt64>>
  private let noise: UnsafeMutablePointer<Atomic<UInt64>>

  init(_ statistics: BusStatistics) {
    transfers = statistics.transfers.number
    failures = statistics.failures.number
    retries = statistics.retries.number
    noise = statistics.noise.number
  }

  @_noAllocation @_noLocks
  func addTransfer() { BusCounts.add(transfers) }

  @_noAllocation @_noLocks
  func addFailure() { BusCounts.add(failures) }

  @_noAllocation @_noLocks
  func addRetry() { BusCounts.add(retries) }

  @_noAllocation @_noLocks
  func addNoise(_ bytes: Int) { BusCounts.add(noise, UInt64(bytes)) }

  @_noAllocation @_noLocks
  private static func add(_ number: UnsafeMutablePointer<Atomic<UInt64>>, _ count: UInt64 = 1) {
    number.pointee.store(number.pointee.load(ordering: .relaxed) &+ count, ordering: .relaxed)
  }
}
