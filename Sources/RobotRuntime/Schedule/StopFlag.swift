public import Synchronization

/// Tells cyclic threads to end. Real-time: yes, but for `init`.
public final class StopFlag: @unchecked Sendable {
  // One atomic word, behind a pointer so that who looks counts no reference.
  private let flag: UnsafeMutablePointer<Atomic<Bool>>

  /// Not raised.
  public init() {
    flag = .allocate(capacity: 1)
    flag.initialize(to: Atomic(false))
  }

  deinit {
    flag.deinitialize(count: 1)
    flag.deallocate()
  }

  /// Whether the threads shall end.
  public var isRaised: Bool { flag.pointee.load(ordering: .acquiring) }

  /// Lets the threads end; there is no way back.
  public func raise() { flag.pointee.store(true, ordering: .releasing) }

  /// What a thread looks at.
  public var reader: StopFlagReader { StopFlagReader(self, flag: flag) }
}

/// The side of a `StopFlag` that looks. Keeps it alive.
public struct StopFlagReader: ~Copyable, @unchecked Sendable {
  // Any number of threads may load the word.
  private let owner: StopFlag
  @usableFromInline let flag: UnsafeMutablePointer<Atomic<Bool>>

  init(_ owner: StopFlag, flag: UnsafeMutablePointer<Atomic<Bool>>) {
    self.owner = owner
    self.flag = flag
  }

  /// Whether the threads shall end.
  @inlinable public var isRaised: Bool { flag.pointee.load(ordering: .acquiring) }
}
