internal import Synchronization

/// One split virtqueue, from the device's side. Source: virtio 1.2, section 2.7.
///
/// The driver may change everything in it at any time: what is looked at is copied first, and no index, length
/// or address is used before it was checked.
final class SplitRing {
  /// The most entries.
  static let largestSize: UInt32 = 1024
  /// The most bytes in one chain: a whole I2C message with its headers fits.
  static let mostBytes = 1 << 17

  /// Where the front-end has the areas of the ring.
  struct Addresses {
    var descriptors: UInt64
    var available: UInt64
    var used: UInt64
  }

  let queue: Int
  /// How many entries it has.
  let size: UInt16
  /// VIRTIO_F_EVENT_IDX, VIRTIO_F_INDIRECT_DESC.
  let hasEvents: Bool
  let hasIndirect: Bool
  /// The place of the next entry that the driver makes available.
  private(set) var nextAvailable: UInt16
  private var nextUsed: UInt16
  private let run: RingRun
  private let memory: GuestMemory
  private let descriptors: UnsafeMutableRawBufferPointer
  private let available: UnsafeMutableRawPointer
  private let used: UnsafeMutableRawPointer

  init(
    queue: Int, size: UInt32, at addresses: Addresses, from nextAvailable: UInt16, hasEvents: Bool,
    hasIndirect: Bool, in memory: GuestMemory, run: RingRun = RingRun()
  ) throws(VhostFailure) {
    guard size > 0, size <= SplitRing.largestSize, size & (size - 1) == 0 else {
      throw .ring(queue: queue, .size(size))
    }
    func area(_ address: UInt64, _ count: UInt32, _ alignment: UInt64) throws(VhostFailure)
      -> UnsafeMutableRawBufferPointer
    {
      guard address % alignment == 0,
        let bytes = memory.bytes(at: address, count: UInt64(count), in: .frontEnd),
        Int(bitPattern: bytes.baseAddress) % Int(alignment) == 0
      else { throw .ring(queue: queue, .area(address)) }
      return bytes
    }
    func start(_ address: UInt64, _ count: UInt32, _ alignment: UInt64) throws(VhostFailure)
      -> UnsafeMutableRawPointer
    {
      guard let start = try area(address, count, alignment).baseAddress else {
        throw .ring(queue: queue, .area(address))
      }
      return start
    }
    descriptors = try area(addresses.descriptors, 16 * size, 16)
    available = try start(addresses.available, 6 + 2 * size, 2)
    used = try start(addresses.used, 6 + 8 * size, 4)
    self.queue = queue
    self.size = UInt16(size)
    self.nextAvailable = nextAvailable
    self.hasEvents = hasEvents
    self.hasIndirect = hasIndirect
    self.memory = memory
    self.run = run
    guard memory.isWhole else { throw .ring(queue: queue, .shrunk) }
    // As the driver sees it: after a pause both sides go on where they were.
    nextUsed = UInt16(littleEndian: used.load(fromByteOffset: 2, as: UInt16.self))
  }

  /// Throws when the memory behind the ring is no longer there.
  func check() throws(VhostFailure) {
    guard memory.isWhole else { throw failure(.shrunk) }
  }

  /// Whether `request` came from this ring, and nobody stopped it since.
  func owns(_ request: VirtioRequest) -> Bool { request.run === run }

  /// The same ring, at `addresses` of `other`: the front-end has moved the guest's memory about.
  func moved(to addresses: Addresses, in other: GuestMemory) throws(VhostFailure) -> SplitRing {
    try SplitRing(
      queue: queue, size: UInt32(size), at: addresses, from: nextAvailable, hasEvents: hasEvents,
      hasIndirect: hasIndirect, in: other, run: run)
  }

  // MARK: What the driver gives

  /// The next request; `nil` when there is none, and then the driver will kick for the next.
  func next() throws(VhostFailure) -> VirtioRequest? {
    if try waiting() == 0 {
      guard hasEvents else { return nil }
      store(nextAvailable, in: used, at: 4 + 8 * Int(size))
      atomicMemoryFence(ordering: .sequentiallyConsistent)
      if try waiting() == 0 { return nil }
    }
    let head = available.load(
      fromByteOffset: 4 + 2 * Int(nextAvailable % size), as: UInt16.self)
    nextAvailable &+= 1
    // Each holds a descriptor of the ring until it is answered.
    run.outstanding += 1
    guard run.outstanding <= size else { throw failure(.ranAway(UInt16(run.outstanding))) }
    return try chain(from: UInt16(littleEndian: head))
  }

  private func waiting() throws(VhostFailure) -> UInt16 {
    let count = index(in: available) &- nextAvailable
    guard count <= size else { throw failure(.ranAway(count)) }
    return count
  }

  private struct Descriptor {
    let address: UInt64
    let length: UInt32
    let flags: UInt16
    let next: UInt16

    var hasNext: Bool { flags & 1 != 0 }
    var isWritable: Bool { flags & 2 != 0 }
    var isTable: Bool { flags & 4 != 0 }

    init(_ table: UnsafeMutableRawBufferPointer, _ index: Int) {
      address = UInt64(
        littleEndian: table.loadUnaligned(fromByteOffset: 16 * index, as: UInt64.self))
      length = UInt32(
        littleEndian: table.loadUnaligned(fromByteOffset: 16 * index + 8, as: UInt32.self))
      flags = UInt16(
        littleEndian: table.loadUnaligned(fromByteOffset: 16 * index + 12, as: UInt16.self))
      next = UInt16(
        littleEndian: table.loadUnaligned(fromByteOffset: 16 * index + 14, as: UInt16.self))
    }
  }

  private func chain(from head: UInt16) throws(VhostFailure) -> VirtioRequest {
    guard head < size else { throw failure(.index(head)) }
    let first = Descriptor(descriptors, Int(head))
    guard first.isTable else { return try gather(descriptors, from: head, head: head) }
    let length = first.length
    guard hasIndirect, !first.hasNext, length > 0, length % 16 == 0, length / 16 <= UInt32(size),
      let table = memory.bytes(at: first.address, count: UInt64(length), in: .guest)
    else { throw failure(.table(length: length)) }
    return try gather(table, from: 0, head: head)
  }

  private func gather(
    _ table: UnsafeMutableRawBufferPointer, from first: UInt16, head: UInt16
  ) throws(VhostFailure) -> VirtioRequest {
    let count = table.count / 16
    var readable: [UInt8] = []
    var writable: [UnsafeMutableRawBufferPointer] = []
    var (total, steps) = (0, 0)
    var index = first
    while true {
      guard index < count else { throw failure(.index(index)) }
      guard steps < count else { throw failure(.endless) }
      steps += 1
      let descriptor = Descriptor(table, Int(index))
      if descriptor.isTable { throw failure(.table(length: descriptor.length)) }
      guard
        let bytes = memory.bytes(
          at: descriptor.address, count: UInt64(descriptor.length), in: .guest)
      else { throw failure(.buffer(descriptor.address, length: descriptor.length)) }
      total += bytes.count
      guard total <= SplitRing.mostBytes else { throw failure(.tooLong) }
      if descriptor.isWritable {
        writable.append(bytes)
      } else {
        guard writable.isEmpty else { throw failure(.order) }
        readable += bytes
      }
      guard descriptor.hasNext else { break }
      index = descriptor.next
    }
    return VirtioRequest(
      queue: queue, readable: readable, writableCount: writable.reduce(0) { $0 + $1.count },
      slots: table.baseAddress == descriptors.baseAddress ? steps : 1, head: head,
      run: run, memory: memory, writable: writable)
  }

  // MARK: What the driver gets

  /// Gives `answers` back, and says whether the driver wants to be called for them.
  func put(_ answers: [VirtioAnswer]) throws(VhostFailure) -> Bool {
    // Also where the requests came from: the memory may have moved since.
    for answer in answers where !answer.request.memory.isWhole { throw failure(.shrunk) }
    try check()
    let before = nextUsed
    run.outstanding -= answers.count
    for answer in answers {
      let entry = 4 + 8 * Int(nextUsed % size)
      let written = copy(answer.bytes, to: answer.request.writable)
      used.storeBytes(
        of: UInt32(answer.request.head).littleEndian, toByteOffset: entry, as: UInt32.self)
      used.storeBytes(of: UInt32(written).littleEndian, toByteOffset: entry + 4, as: UInt32.self)
      nextUsed &+= 1
    }
    store(nextUsed, in: used, at: 2)
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    guard hasEvents else {
      return UInt16(littleEndian: available.load(as: UInt16.self)) & 1 == 0
    }
    let event = UInt16(
      littleEndian: available.load(fromByteOffset: 4 + 2 * Int(size), as: UInt16.self))
    return nextUsed &- event &- 1 < nextUsed &- before
  }

  private func copy(_ bytes: [UInt8], to room: [UnsafeMutableRawBufferPointer]) -> Int {
    var rest = bytes[...]
    for buffer in room {
      let part = rest.prefix(buffer.count)
      buffer.copyBytes(from: part)
      rest = rest.dropFirst(part.count)
    }
    return bytes.count - rest.count
  }

  // MARK: Indices

  /// What the driver wrote before its index is seen after it.
  private func index(in area: UnsafeMutableRawPointer) -> UInt16 {
    UInt16(littleEndian: atomic(in: area, at: 2).pointee.load(ordering: .acquiring))
  }

  private func store(_ index: UInt16, in area: UnsafeMutableRawPointer, at offset: Int) {
    atomic(in: area, at: offset).pointee.store(index.littleEndian, ordering: .releasing)
  }

  /// A number that guest and device share; an atomic has no other contents than its value.
  private func atomic(
    in area: UnsafeMutableRawPointer, at offset: Int
  ) -> UnsafeMutablePointer<Atomic<UInt16>> {
    (area + offset).assumingMemoryBound(to: Atomic<UInt16>.self)
  }

  private func failure(_ problem: VhostFailure.RingProblem) -> VhostFailure {
    .ring(queue: queue, problem)
  }
}
