public import Synchronization

/// Hands the latest value from one thread to another: the writer never waits, the reader never waits,
/// and what the reader holds never changes under it.
///
/// Three slots and one atomic word. Exactly one thread uses the writer and one the reader. Real-time:
/// `publish` and `update` yes, `init` no.
public final class TripleBuffer<Slot: ~Copyable>: @unchecked Sendable {
  // Slots are handed over through `exchange` with acquire and release ordering; each is used by one
  // side at a time.
  private let slots: UnsafeMutablePointer<Slot>
  private let exchange: UnsafeMutablePointer<Atomic<UInt8>>

  /// Three slots, each made by `make`.
  public init(_ make: () -> Slot) {
    slots = .allocate(capacity: 3)
    for index in 0..<3 { (slots + index).initialize(to: make()) }
    exchange = .allocate(capacity: 1)
    exchange.initialize(to: Atomic(1))
  }

  deinit {
    slots.deinitialize(count: 3)
    slots.deallocate()
    exchange.deinitialize(count: 1)
    exchange.deallocate()
  }

  /// The writing side. Ask for it once.
  public var writer: TripleBufferWriter<Slot> {
    TripleBufferWriter(self, slots: slots, exchange: exchange)
  }

  /// The reading side. Ask for it once.
  public var reader: TripleBufferReader<Slot> {
    TripleBufferReader(self, slots: slots, exchange: exchange)
  }
}

/// The word that both sides swap: the index of the middle slot, and whether it is newer than the
/// reader's.
@usableFromInline let freshBit: UInt8 = 4

/// The side that writes. Keeps the buffer alive.
public struct TripleBufferWriter<Slot: ~Copyable>: ~Copyable, @unchecked Sendable {
  // Used by one thread at a time, as the buffer's documentation demands.
  private let buffer: TripleBuffer<Slot>
  @usableFromInline let slots: UnsafeMutablePointer<Slot>
  @usableFromInline let exchange: UnsafeMutablePointer<Atomic<UInt8>>
  @usableFromInline var back: UInt8 = 0

  init(
    _ buffer: TripleBuffer<Slot>, slots: UnsafeMutablePointer<Slot>,
    exchange: UnsafeMutablePointer<Atomic<UInt8>>
  ) {
    self.buffer = buffer
    self.slots = slots
    self.exchange = exchange
  }

  /// The slot to fill. It holds an older value; fill all of it.
  @inlinable public var slot: UnsafeMutablePointer<Slot> { slots + Int(back) }

  /// Makes the filled slot the latest value.
  @inlinable public mutating func publish() {
    back = exchange.pointee.exchange(back | freshBit, ordering: .acquiringAndReleasing) & 3
  }
}

/// The side that reads. Keeps the buffer alive.
public struct TripleBufferReader<Slot: ~Copyable>: ~Copyable, @unchecked Sendable {
  // Used by one thread at a time, as the buffer's documentation demands.
  private let buffer: TripleBuffer<Slot>
  @usableFromInline let slots: UnsafeMutablePointer<Slot>
  @usableFromInline let exchange: UnsafeMutablePointer<Atomic<UInt8>>
  @usableFromInline var front: UInt8 = 2

  init(
    _ buffer: TripleBuffer<Slot>, slots: UnsafeMutablePointer<Slot>,
    exchange: UnsafeMutablePointer<Atomic<UInt8>>
  ) {
    self.buffer = buffer
    self.slots = slots
    self.exchange = exchange
  }

  /// The latest value that `update` found.
  @inlinable public var slot: UnsafeMutablePointer<Slot> { slots + Int(front) }

  /// Takes the latest value; says whether it is new.
  @inlinable public mutating func update() -> Bool {
    guard exchange.pointee.load(ordering: .relaxed) & freshBit != 0 else { return false }
    front = exchange.pointee.exchange(front, ordering: .acquiringAndReleasing) & 3
    return true
  }
}
