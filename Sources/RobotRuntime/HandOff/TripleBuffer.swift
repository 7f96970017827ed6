public import Synchronization

/// Hands the latest value from one thread to another: the writer never waits, the reader never waits,
/// and what the reader holds never changes under it.
///
/// Three slots and one atomic word. Exactly one thread uses the writer and one the reader. Real-time:
/// `publish` and `update` yes, `init` no.
public final class TripleBuffer<Slot: ~Copyable>: @unchecked Sendable {
  // Slots are handed over through `exchange` with acquire and release ordering; each is used by one
  // side at a time.
  fileprivate let slots: UnsafeMutablePointer<Slot>
  fileprivate let exchange: UnsafeMutablePointer<Atomic<UInt8>>

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
  public var writer: TripleBufferWriter<Slot> { TripleBufferWriter(self) }

  /// The reading side. Ask for it once.
  public var reader: TripleBufferReader<Slot> { TripleBufferReader(self) }
}

/// Which slot a side holds. Both swap a word: the index of the middle slot, and 4 when that is newer
/// than the reader's. Not generic, so that the compiler checks it for real-time use also where a
/// debug build does not look into other files.
@usableFromInline struct TripleBufferSide: BitwiseCopyable {
  @usableFromInline let exchange: UnsafeMutablePointer<Atomic<UInt8>>
  @usableFromInline var index: UInt8

  init(_ exchange: UnsafeMutablePointer<Atomic<UInt8>>, index: UInt8) {
    self.exchange = exchange
    self.index = index
  }

  /// Gives the slot away as the latest value, for another one.
  @inlinable @_noAllocation @_noLocks
  mutating func publish() {
    index = exchange.pointee.exchange(index | 4, ordering: .acquiringAndReleasing) & 3
  }

  /// Takes the latest value for the present slot; says whether there was a new one.
  @inlinable @_noAllocation @_noLocks
  mutating func update() -> Bool {
    guard exchange.pointee.load(ordering: .relaxed) & 4 != 0 else { return false }
    index = exchange.pointee.exchange(index, ordering: .acquiringAndReleasing) & 3
    return true
  }
}

/// The side that writes. Keeps the buffer alive.
public struct TripleBufferWriter<Slot: ~Copyable>: ~Copyable, @unchecked Sendable {
  // Used by one thread at a time, as the buffer's documentation demands.
  private let buffer: TripleBuffer<Slot>
  @usableFromInline let slots: UnsafeMutablePointer<Slot>
  @usableFromInline var side: TripleBufferSide

  init(_ buffer: TripleBuffer<Slot>) {
    self.buffer = buffer
    slots = buffer.slots
    side = TripleBufferSide(buffer.exchange, index: 0)
  }

  /// The slot to fill. It holds an older value; fill all of it.
  @inlinable public var slot: UnsafeMutablePointer<Slot> { slots + Int(side.index) }

  /// Makes the filled slot the latest value.
  @inlinable public mutating func publish() { side.publish() }
}

/// The side that reads. Keeps the buffer alive.
public struct TripleBufferReader<Slot: ~Copyable>: ~Copyable, @unchecked Sendable {
  // Used by one thread at a time, as the buffer's documentation demands.
  private let buffer: TripleBuffer<Slot>
  @usableFromInline let slots: UnsafeMutablePointer<Slot>
  @usableFromInline var side: TripleBufferSide

  init(_ buffer: TripleBuffer<Slot>) {
    self.buffer = buffer
    slots = buffer.slots
    side = TripleBufferSide(buffer.exchange, index: 2)
  }

  /// The latest value that `update` found.
  @inlinable public var slot: UnsafeMutablePointer<Slot> { slots + Int(side.index) }

  /// Takes the latest value; says whether it is new.
  @inlinable public mutating func update() -> Bool { side.update() }
}
