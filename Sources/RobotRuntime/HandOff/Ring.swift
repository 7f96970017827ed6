public import Synchronization

/// A bounded queue from one thread to one other: pushing never waits, and what does not fit is
/// refused and counted.
///
/// The two sides are handles of their own, so that a side used twice is seen where it is made.
/// Real-time: the handles yes, `init` no.
public final class Ring<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // `storage` is written before `tail` is released and read after it is acquired, and the reverse.
  private let storage: UnsafeMutablePointer<Element>
  private let capacity: UInt64
  private let indices: UnsafeMutablePointer<RingIndices>

  /// Room for `capacity` elements, at least 1.
  public init(capacity: Int) {
    precondition(capacity >= 1)
    self.capacity = UInt64(capacity)
    storage = .allocate(capacity: capacity)
    indices = .allocate(capacity: 1)
    indices.initialize(to: RingIndices())
  }

  deinit {
    storage.deallocate()
    indices.deinitialize(count: 1)
    indices.deallocate()
  }

  /// How many elements did not fit since the start. Any thread.
  public var refusedCount: UInt64 { indices.pointee.refused.load(ordering: .relaxed) }

  /// The pushing side. Ask for it once.
  public var writer: RingWriter<Element> {
    RingWriter(self, storage: storage, indices: indices, capacity: capacity)
  }

  /// The popping side. Ask for it once.
  public var reader: RingReader<Element> {
    RingReader(self, storage: storage, indices: indices, capacity: capacity)
  }
}

/// Counts of all elements ever; 64 bits also where `Int` has 32, so that they never wrap.
@usableFromInline struct RingIndices: ~Copyable {
  @usableFromInline let head = Atomic<UInt64>(0)
  @usableFromInline let tail = Atomic<UInt64>(0)
  @usableFromInline let refused = Atomic<UInt64>(0)

  init() {}
}

/// The side that pushes. Keeps the ring alive.
public struct RingWriter<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
  // Used by one thread at a time, as the ring's documentation demands.
  private let ring: Ring<Element>
  @usableFromInline let storage: UnsafeMutablePointer<Element>
  @usableFromInline let indices: UnsafeMutablePointer<RingIndices>
  @usableFromInline let capacity: UInt64

  init(
    _ ring: Ring<Element>, storage: UnsafeMutablePointer<Element>,
    indices: UnsafeMutablePointer<RingIndices>, capacity: UInt64
  ) {
    self.ring = ring
    self.storage = storage
    self.indices = indices
    self.capacity = capacity
  }

  /// Appends `element`; `false` when the ring is full. Real-time: yes.
  @inlinable public mutating func push(_ element: Element) -> Bool {
    let end = indices.pointee.tail.load(ordering: .relaxed)
    guard end &- indices.pointee.head.load(ordering: .acquiring) < capacity else {
      // Only this side counts, so no read-modify-write is needed.
      let refused = indices.pointee.refused.load(ordering: .relaxed)
      indices.pointee.refused.store(refused &+ 1, ordering: .relaxed)
      return false
    }
    storage[Int(end % capacity)] = element
    indices.pointee.tail.store(end &+ 1, ordering: .releasing)
    return true
  }
}

/// The side that pops. Keeps the ring alive.
public struct RingReader<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
  // Used by one thread at a time, as the ring's documentation demands.
  private let ring: Ring<Element>
  @usableFromInline let storage: UnsafeMutablePointer<Element>
  @usableFromInline let indices: UnsafeMutablePointer<RingIndices>
  @usableFromInline let capacity: UInt64

  init(
    _ ring: Ring<Element>, storage: UnsafeMutablePointer<Element>,
    indices: UnsafeMutablePointer<RingIndices>, capacity: UInt64
  ) {
    self.ring = ring
    self.storage = storage
    self.indices = indices
    self.capacity = capacity
  }

  /// Takes the oldest element. Real-time: yes.
  @inlinable public mutating func pop() -> Element? {
    let start = indices.pointee.head.load(ordering: .relaxed)
    guard start < indices.pointee.tail.load(ordering: .acquiring) else { return nil }
    let element = storage[Int(start % capacity)]
    indices.pointee.head.store(start &+ 1, ordering: .releasing)
    return element
  }
}
