internal import Synchronization

/// A number that one thread counts up and any thread reads. Real-time: yes.
public final class Counter: Sendable {
  private let count = Atomic<UInt64>(0)

  /// At zero.
  public init() {}

  /// The count so far.
  public var value: UInt64 { count.load(ordering: .relaxed) }

  /// Counts `amount` more.
  public func add(_ amount: UInt64 = 1) { count.wrappingAdd(amount, ordering: .relaxed) }
}
