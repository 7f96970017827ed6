import Synchronization

/// A number that one thread sets and another reads.
final class FixedQuantity: Sendable {
  private let bits: Atomic<UInt64>

  init(_ value: Double) { bits = Atomic(value.bitPattern) }

  var value: Double {
    get { Double(bitPattern: bits.load(ordering: .acquiring)) }
    set { bits.store(newValue.bitPattern, ordering: .releasing) }
  }
}
