public import Synchronization

/// A bounded queue from one thread to one other: pushing never waits, and what does not fit is
/// refused and counted.
///
/// The two sides are handles of their own, so that a side used twice is seen where it is made.
/// Real-time: the handles yes, `init` no.
public final class Ring<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // An element is written before `tail` is released and read after it is acquired; its place is read
  // before `head` is released and written after that is acquired.
  private let memory: RingMemory<Element>

  /// Room for `capacity` elements, at least 1.
  public init(capacity: Int) {
    precondition(capacity >= 1)
    memory = RingMemory(
      places: .allocate(capacity: capacity), indices: .allocate(capacity: 1),
      capacity: UInt64(capacity))
    memory.indices.initialize(to: RingIndices())
  }

  deinit {
    memory.places.deallocate()
    memory.indices.deinitialize(count: 1)
    memory.indices.deallocate()
  }

  /// How many elements did not fit since the start. Any thread.
  public var refusedCount: UInt64 { memory.indices.pointee.refused.load(ordering: .relaxed) }

  /// The pushing side. Ask for it once.
  public var writer: RingWriter<Element> { RingWriter(self, memory) }

  /// The popping side. Ask for it once.
  public var reader: RingReader<Element> { RingReader(self, memory) }
}

/// Counts of all elements ever; 64 bits also where `Int` has 32, so that they never wrap.
@usableFromInline struct RingIndices: ~Copyable {
  @usableFromInline let head = Atomic<UInt64>(0)
  @usableFromInline let tail = Atomic<UInt64>(0)
  @usableFromInline let refused = Atomic<UInt64>(0)

  init() {}
}

/// What the two sides share. Valid as long as its ring.
@usableFromInline struct RingMemory<Element: BitwiseCopyable>: BitwiseCopyable {
  @usableFromInline let places: UnsafeMutablePointer<Element>
  @usableFromInline let indices: UnsafeMutablePointer<RingIndices>
  @usableFromInline let capacity: UInt64

  /// Where the element lies that has this number among all ever.
  @inlinable func place(_ number: UInt64) -> UnsafeMutablePointer<Element> {
    places + Int(number % capacity)
  }
}

/// The side that pushes. Keeps the ring alive.
public struct RingWriter<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
  // Used by one thread at a time, as the ring's documentation demands.
  private let ring: Ring<Element>
  @usableFromInline let memory: RingMemory<Element>

  init(_ ring: Ring<Element>, _ memory: RingMemory<Element>) {
    self.ring = ring
    self.memory = memory
  }

  /// Appends `element`; `false` when the ring is full. Real-time: yes.
  @inlinable public mutating func push(_ element: Element) -> Bool {
    let indices = memory.indices
    let end = indices.pointee.tail.load(ordering: .relaxed)
    guard end &- indices.pointee.head.load(ordering: .acquiring) < memory.capacity else {
      // Only this side counts, so no read-modify-write is needed.
      let refused = indices.pointee.refused.load(ordering: .relaxed)
      indices.pointee.refused.store(refused &+ 1, ordering: .relaxed)
      return false
    }
    memory.place(end).pointee = element
    indices.pointee.tail.store(end &+ 1, ordering: .releasing)
    return true
  }
}

/// The side that pops. Keeps the ring alive.
public struct RingReader<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
  // Used by one thread at a time, as the ring's documentation demands.
  private let ring: Ring<Element>
  @usableFromInline let memory: RingMemory<Element>

  init(_ ring: Ring<Element>, _ memory: RingMemory<Element>) {
    self.ring = ring
    self.memory = memory
  }

  /// Takes the oldest element. Real-time: yes.
  @inlinable public mutating func pop() -> Element? {
    let indices = memory.indices
    let start = indices.pointee.head.load(ordering: .relaxed)
    guard start < indices.pointee.tail.load(ordering: .acquiring) else { return nil }
    let element = memory.place(start).pointee
    indices.pointee.head.store(start &+ 1, ordering: .releasing)
    return element
  }
}
