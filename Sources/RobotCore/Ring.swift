internal import Synchronization

/// A bounded queue from one thread to one other: pushing never waits, and what does not fit is
/// refused and counted. Real-time: `push` and `pop` yes, `init` no.
public final class Ring<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // `storage` is written before `tail` is released and read after it is acquired, and the reverse.
  private let storage: UnsafeMutablePointer<Element>
  private let capacity: UInt64
  // Counts of all elements ever; 64 bits also where `Int` has 32, so that they never wrap.
  private let head = Atomic<UInt64>(0)
  private let tail = Atomic<UInt64>(0)
  private let refused = Atomic<UInt64>(0)

  /// Room for `capacity` elements, at least 1.
  public init(capacity: Int) {
    precondition(capacity >= 1)
    self.capacity = UInt64(capacity)
    storage = .allocate(capacity: capacity)
  }

  deinit { storage.deallocate() }

  /// How many elements did not fit since the start.
  public var refusedCount: UInt64 { refused.load(ordering: .relaxed) }

  /// Appends `element`; `false` when the ring is full. One thread only.
  public func push(_ element: Element) -> Bool {
    let end = tail.load(ordering: .relaxed)
    guard end - head.load(ordering: .acquiring) < capacity else {
      refused.wrappingAdd(1, ordering: .relaxed)
      return false
    }
    storage[Int(end % capacity)] = element
    tail.store(end + 1, ordering: .releasing)
    return true
  }

  /// Takes the oldest element. One thread only.
  public func pop() -> Element? {
    let start = head.load(ordering: .relaxed)
    guard start < tail.load(ordering: .acquiring) else { return nil }
    let element = storage[Int(start % capacity)]
    head.store(start + 1, ordering: .releasing)
    return element
  }
}
