public import Synchronization

/// Why a simulator was given up. The values are the evidence of fault 606: append-only.
public enum SimulatorCause: UInt8, CaseIterable, Hashable, Sendable {
  /// It did not answer in time.
  case silent = 1
  /// It hung up: it ended or was started again.
  case gone = 2
  /// A number that is not finite, or beyond all reason.
  case nonFinite = 3
  /// The length of its step changed.
  case timeStep = 4
  /// Its time is not one step further.
  case time = 5
  /// A frame that is none, or not whole.
  case badFrame = 6
  /// A frame of another version of the protocol.
  case version = 7
  /// It does not have what the robot has.
  case refused = 8
  /// It falls behind the wall clock.
  case slow = 9
}

/// Whether a simulator is there, for the control cycle. Real-time: yes, but for `init`.
public final class SimulatorHealth: @unchecked Sendable {
  // One atomic word, behind a pointer so that who looks counts no reference.
  private let word: UnsafeMutablePointer<Atomic<UInt8>>

  /// All is well.
  public init() {
    word = .allocate(capacity: 1)
    word.initialize(to: Atomic(0))
  }

  deinit {
    word.deinitialize(count: 1)
    word.deallocate()
  }

  /// Why the simulator is lost; `nil`: it is not.
  public var cause: SimulatorCause? {
    get { SimulatorCause(rawValue: word.pointee.load(ordering: .acquiring)) }
    set { word.pointee.store(newValue?.rawValue ?? 0, ordering: .releasing) }
  }

  /// What the control thread looks at.
  public var reader: SimulatorHealthReader { SimulatorHealthReader(self, word: word) }
}

/// The side of a `SimulatorHealth` that looks. Keeps it alive.
public struct SimulatorHealthReader: ~Copyable, @unchecked Sendable {
  // Any number of threads may load the word.
  private let owner: SimulatorHealth
  @usableFromInline let word: UnsafeMutablePointer<Atomic<UInt8>>

  init(_ owner: SimulatorHealth, word: UnsafeMutablePointer<Atomic<UInt8>>) {
    self.owner = owner
    self.word = word
  }

  /// `SimulatorCause.rawValue`; 0: all is well.
  @inlinable public var cause: UInt8 {
    @_noAllocation @_noLocks
    get { word.pointee.load(ordering: .acquiring) }
  }
}
