internal import RobotUnits

/// One front-end: its messages, its memory, the rings of its guest.
///
/// Everything that came with it, descriptors and mappings, goes with it.
final class VhostConnection {
  /// VIRTIO_F_INDIRECT_DESC, VIRTIO_F_EVENT_IDX, VHOST_USER_F_PROTOCOL_FEATURES, VIRTIO_F_VERSION_1.
  private static let indirect: UInt64 = 1 << 28
  private static let events: UInt64 = 1 << 29
  private static let protocolBit: UInt64 = 1 << 30
  private static let version1: UInt64 = 1 << 32
  /// Bits of other ring formats and of addresses behind an IOMMU: what is not understood must not be agreed to.
  private static let foreign: UInt64 = 1 << 33 | 1 << 34

  /// What the front-end said of a queue.
  private struct Queue {
    var size: UInt32 = 0
    var addresses: SplitRing.Addresses?
    var base: UInt16 = 0
    var kick: OwnedDescriptor?
    var call: OwnedDescriptor?
    var isEnabled = false
    var ring: SplitRing?
    /// There is more in the ring than was taken in one go.
    var isBacklogged = false
  }

  private let socket: VhostSocket
  private let device: any VirtioDevice
  private var memory = GuestMemory()
  private var queues: [Queue]
  private var features: UInt64 = 0

  init(_ socket: OwnedDescriptor, to device: any VirtioDevice) throws(VhostFailure) {
    self.socket = try VhostSocket(socket)
    self.device = device
    queues = [Queue](repeating: Queue(), count: device.queueCount)
  }

  /// The descriptors to wait for.
  var watched: [Int32] {
    [socket.number] + queues.compactMap { $0.ring == nil ? nil : $0.kick?.number }
  }

  /// When there is something to do although no descriptor is ready; `nil`: never.
  func deadline(at now: MonotonicInstant) -> MonotonicInstant? {
    queues.contains(where: \.isBacklogged) ? now : device.deadline
  }

  /// `descriptor` can be read.
  func ready(_ descriptor: Int32, at now: MonotonicInstant) throws(VhostFailure) {
    if descriptor == socket.number {
      while let message = try socket.receive() { try take(message, at: now) }
      return
    }
    for index in queues.indices where queues[index].kick?.number == descriptor {
      try queues[index].kick?.drain()
      try serve(index, at: now)
    }
  }

  /// Takes what waits and gives what is due.
  func advance(to now: MonotonicInstant) throws(VhostFailure) {
    for index in queues.indices where queues[index].isBacklogged { try serve(index, at: now) }
    try answer(at: now)
  }

  // MARK: Rings

  private func serve(_ index: Int, at now: MonotonicInstant) throws(VhostFailure) {
    queues[index].isBacklogged = false
    guard let ring = queues[index].ring, queues[index].isEnabled else { return }
    try ring.check()
    queues[index].isBacklogged = true
    for _ in 0..<ring.size {
      guard let request = try ring.next() else {
        queues[index].isBacklogged = false
        break
      }
      try device.take(request, at: now)
    }
    if !queues[index].isBacklogged {
      device.endOfRequests(queue: index, ringSize: Int(ring.size), at: now)
    }
    try answer(at: now)
  }

  private func answer(at now: MonotonicInstant) throws(VhostFailure) {
    let answers = device.takeAnswers(at: now)
    guard !answers.isEmpty else { return }
    for index in queues.indices {
      // A ring that was stopped meanwhile has nobody behind it who waits.
      guard let ring = queues[index].ring else { continue }
      let own = answers.filter { ring.owns($0.request) }
      guard !own.isEmpty else { continue }
      if try ring.put(own) { try queues[index].call?.signal() }
    }
  }

  private func startRing(_ index: Int, at now: MonotonicInstant) throws(VhostFailure) {
    guard let addresses = queues[index].addresses, !memory.isEmpty else {
      throw .ring(queue: index, .incomplete)
    }
    queues[index].ring = try SplitRing(
      queue: index, size: queues[index].size, at: addresses, from: queues[index].base,
      hasEvents: features & Self.events != 0, hasIndirect: features & Self.indirect != 0,
      in: memory)
    // Without the protocol's features a ring is enabled as soon as it is started.
    if features & Self.protocolBit == 0 { queues[index].isEnabled = true }
    try serve(index, at: now)
  }

  private func stopRing(_ index: Int) {
    if let ring = queues[index].ring { queues[index].base = ring.nextAvailable }
    queues[index].ring = nil
    queues[index].kick = nil
    queues[index].isBacklogged = false
    if queues.allSatisfy({ $0.ring == nil }) { device.reset() }
  }

  /// The guest's driver starts anew.
  private func stopAll() {
    for index in queues.indices {
      stopRing(index)
      queues[index].isEnabled = false
    }
    device.reset()
  }

  // MARK: Messages

  private func take(_ message: VhostMessage, at now: MonotonicInstant) throws(VhostFailure) {
    guard let request = VhostRequest(rawValue: message.request) else {
      throw message.failure(.unknown)
    }
    if let size = request.payloadSize, message.payload.count != size {
      throw message.failure(.size(UInt32(message.payload.count)))
    }
    let takesDescriptors: Bool
    switch request {
    case .setMemoryTable, .setRingKick, .setRingCall, .setRingError: takesDescriptors = true
    default: takesDescriptors = false
    }
    if !takesDescriptors, !message.descriptors.isEmpty {
      throw message.failure(.descriptors(message.descriptors.count))
    }
    if let reply = try answer(request, message, at: now) {
      try socket.reply(reply, to: message.request)
    } else if message.needsReply {
      var done: [UInt8] = []
      done.append(littleEndian: UInt64(0))
      try socket.reply(done, to: message.request)
    }
  }

  private func answer(
    _ request: VhostRequest, _ message: VhostMessage, at now: MonotonicInstant
  ) throws(VhostFailure) -> [UInt8]? {
    var reply: [UInt8] = []
    switch request {
    case .getFeatures:
      reply.append(
        littleEndian: device.features | Self.indirect | Self.events | Self.protocolBit
          | Self.version1)
    case .setFeatures:
      // QEMU agrees to more than was offered; what changes the rings' format it may not.
      guard message.double(0) & Self.foreign == 0 else {
        throw message.failure(.value(message.double(0)))
      }
      features = message.double(0)
      return nil
    case .getProtocolFeatures:
      let more = device.configuration.isEmpty ? 0 : VhostRequest.configurationFeature
      reply.append(littleEndian: VhostRequest.protocolFeatures | more)
    case .setProtocolFeatures, .setOwner: return nil
    case .resetOwner, .resetDevice:
      stopAll()
      return nil
    case .getQueueCount: reply.append(littleEndian: UInt64(queues.count))
    case .getConfiguration: return try configuration(message)
    case .setMemoryTable:
      try setMemory(message)
      return nil
    case .getRingBase:
      let index = try queue(message)
      stopRing(index)
      reply.append(littleEndian: UInt32(index))
      reply.append(littleEndian: UInt32(queues[index].base))
    case .setRingSize, .setRingBase, .setRingEnable, .setRingAddress:
      try setRing(request, message, at: now)
      return nil
    case .setRingKick, .setRingCall, .setRingError:
      try setDescriptor(request, message, at: now)
      return nil
    }
    return reply
  }

  /// Offset, size and flags, 32 bits each, then as many bytes as asked for.
  private func configuration(_ message: VhostMessage) throws(VhostFailure) -> [UInt8] {
    let (offset, size) = (Int(message.word(0)), Int(message.word(4)))
    guard message.payload.count >= 12, size <= Self.longestConfiguration,
      offset <= Self.longestConfiguration, message.payload.count == 12 + size
    else { throw message.failure(.size(UInt32(message.payload.count))) }
    var part = Array(device.configuration.dropFirst(offset).prefix(size))
    part += [UInt8](repeating: 0, count: size - part.count)
    return Array(message.payload[..<12]) + part
  }

  private static let longestConfiguration = 256

  private func setMemory(_ message: VhostMessage) throws(VhostFailure) {
    let count = Int(message.word(0))
    guard (1...VhostMessage.mostDescriptors).contains(count),
      message.payload.count == 8 + 32 * count
    else { throw message.failure(.size(UInt32(message.payload.count))) }
    guard message.descriptors.count == count else {
      throw message.failure(.descriptors(message.descriptors.count))
    }
    var regions: [GuestMemory.Region] = []
    for index in 0..<count {
      let at = 8 + 32 * index
      let region = try GuestMemory.Region(
        guestAddress: message.double(at), frontEndAddress: message.double(at + 16),
        size: message.double(at + 8), offset: message.double(at + 24),
        file: message.descriptors[index])
      guard let region else { throw message.failure(.region(index)) }
      regions.append(region)
    }
    memory = GuestMemory(regions)
    // QEMU tells of every change of the guest's map, also while rings run.
    for index in queues.indices {
      guard let ring = queues[index].ring, let addresses = queues[index].addresses else { continue }
      queues[index].ring = try ring.moved(to: addresses, in: memory)
    }
  }

  private func queue(_ message: VhostMessage, mask: UInt32 = .max) throws(VhostFailure) -> Int {
    let index = Int(message.word(0) & mask)
    guard index < queues.count else { throw message.failure(.value(UInt64(index))) }
    return index
  }

  private func setRing(
    _ request: VhostRequest, _ message: VhostMessage, at now: MonotonicInstant
  ) throws(VhostFailure) {
    let index = try queue(message)
    let number = message.word(4)
    switch request {
    case .setRingEnable:
      guard number <= 1 else { throw message.failure(.value(UInt64(number))) }
      queues[index].isEnabled = number == 1
      try serve(index, at: now)
      return
    case .setRingSize: queues[index].size = number
    case .setRingBase:
      guard number <= UInt16.max else { throw message.failure(.value(UInt64(number))) }
      queues[index].base = UInt16(number)
    default:
      queues[index].addresses = SplitRing.Addresses(
        descriptors: message.double(8), available: message.double(24), used: message.double(16))
    }
    // A running ring keeps what it was started with, until it is stopped.
  }

  private func setDescriptor(
    _ request: VhostRequest, _ message: VhostMessage, at now: MonotonicInstant
  ) throws(VhostFailure) {
    let index = try queue(message, mask: 0xFF)
    let hasNone = message.double(0) & 0x100 != 0
    guard message.descriptors.count == (hasNone ? 0 : 1) else {
      throw message.failure(.descriptors(message.descriptors.count))
    }
    let descriptor = message.descriptors.first
    if request != .setRingError, let descriptor {
      guard descriptor.isEventCounter else { throw message.failure(.noEventCounter) }
      try descriptor.makeNonBlocking()
    }
    switch request {
    case .setRingKick:
      // Without a descriptor the ring would have to be looked at all the time.
      guard let descriptor else { throw message.failure(.descriptors(0)) }
      queues[index].kick = descriptor
      if queues[index].ring == nil { try startRing(index, at: now) }
    case .setRingCall: queues[index].call = descriptor
    default: break
    }
  }
}
