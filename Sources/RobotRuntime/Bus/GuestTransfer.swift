public import RobotHAL
internal import RobotUnits
internal import Synchronization

/// One transfer at a time that somebody beside the control path wants of a bus that is in use: to set a
/// device up again. The bus's executor sends it behind the traffic of a cycle that has the time for it.
///
/// One thread posts and takes, the bus's thread serves. Real-time: the executor's side only.
public final class GuestTransfer: @unchecked Sendable {
  // `state` says whose the storage is: the guest's while idle or done, the bus's while posted.

  /// The most bytes that are written, or read.
  public static var capacity: Int {
    @_noAllocation @_noLocks
    get { 96 }
  }

  /// What became of a transfer.
  public enum Outcome: Hashable, Sendable {
    /// The reply.
    case answered([UInt8])
    /// It failed.
    case failed(BusError)
  }

  // Memory of its own, so that the bus's thread serves without touching a reference.
  let memory: UnsafeMutablePointer<GuestMemory>

  /// Nothing posted.
  public init() {
    memory = .allocate(capacity: 1)
    memory.initialize(to: GuestMemory())
  }

  deinit {
    memory.deinitialize(count: 1)
    memory.deallocate()
  }

  /// Posts a transfer to `address` behind `route`; false while the last one was not taken.
  public func post(
    to address: I2CAddress, through route: BusPlan.Route?, write bytes: [UInt8], read count: Int
  ) -> Bool {
    precondition(bytes.count <= GuestTransfer.capacity && count <= GuestTransfer.capacity)
    guard memory.pointee.state.load(ordering: .acquiring) == GuestMemory.idle else {
      return false
    }
    for (index, byte) in bytes.enumerated() { memory.pointee.written[index] = byte }
    memory.pointee.content = GuestMemory.Content(
      address: address, route: BusRoute(route), writeCount: bytes.count, readCount: count)
    memory.pointee.state.store(GuestMemory.posted, ordering: .releasing)
    return true
  }

  /// What became of the transfer that was posted; `nil` as long as it was not sent.
  public func take() -> Outcome? {
    guard memory.pointee.state.load(ordering: .acquiring) == GuestMemory.done else { return nil }
    let content = memory.pointee.content
    let outcome: Outcome =
      content.isAnswered
      ? .answered((0..<content.readCount).map { memory.pointee.read[$0] }) : .failed(content.error)
    memory.pointee.state.store(GuestMemory.idle, ordering: .releasing)
    return outcome
  }
}

/// What guest and bus share: `state` says whose it is, the guest's while idle or done, the bus's while
/// posted.
struct GuestMemory: ~Copyable {
  static var idle: UInt8 { @_noAllocation @_noLocks get { 0 } }
  static var posted: UInt8 { @_noAllocation @_noLocks get { 1 } }
  static var done: UInt8 { @_noAllocation @_noLocks get { 2 } }

  /// The transfer and what became of it.
  struct Content: BitwiseCopyable {
    var address: I2CAddress
    var route: BusRoute
    var writeCount: Int
    var readCount: Int
    /// Cycles that had no time for it.
    var waited = 0
    var error = BusError(.other)
    var isAnswered = false
  }

  let state = Atomic<UInt8>(GuestMemory.idle)
  var content = Content(address: 0, route: BusRoute(nil), writeCount: 0, readCount: 0)
  let written = FixedArray<UInt8>(repeating: 0, count: GuestTransfer.capacity)
  let read = FixedArray<UInt8>(repeating: 0, count: GuestTransfer.capacity)
}

/// The bus thread's end. Whoever holds it keeps the `GuestTransfer` alive.
struct GuestLink: BitwiseCopyable {
  private let memory: UnsafeMutablePointer<GuestMemory>

  init(_ guest: GuestTransfer) { memory = guest.memory }

  /// Whether there is something to send.
  @_noAllocation @_noLocks
  func isPosted() -> Bool {
    memory.pointee.state.load(ordering: .acquiring) == GuestMemory.posted
  }

  /// What is to be sent.
  @_noAllocation @_noLocks
  func content() -> GuestMemory.Content { memory.pointee.content }

  @_noAllocation @_noLocks
  func written() -> UnsafeMutablePointer<UInt8> { memory.pointee.written.base }

  @_noAllocation @_noLocks
  func read() -> UnsafeMutablePointer<UInt8> { memory.pointee.read.base }

  /// A cycle had no time for it.
  @_noAllocation @_noLocks
  func wait() { memory.pointee.content.waited += 1 }

  /// Hands it back with its reply in `read`.
  @_noAllocation @_noLocks
  func succeed() {
    memory.pointee.content.isAnswered = true
    memory.pointee.state.store(GuestMemory.done, ordering: .releasing)
  }

  /// Hands it back.
  @_noAllocation @_noLocks
  func fail(_ error: BusError) {
    memory.pointee.content.error = error
    memory.pointee.state.store(GuestMemory.done, ordering: .releasing)
  }
}
