import CVhost
import Glibc
import RobotUnits
import Synchronization
import Testing

@testable import VhostUser

/// What QEMU and a guest's driver do, in the test's own thread: messages over the socket, a memory of their own, rings
/// and eventfds. Everything can be done wrongly.
final class FakeFrontEnd {
  static let memorySize = 1 << 20
  static let guestBase: UInt64 = 0x4000_0000
  static let ownBase: UInt64 = 0x7F00_0000_0000
  private static let arena = 0x2_0000

  let socket: Int32
  let file: Int32
  let memory: UnsafeMutableRawBufferPointer
  private(set) var kicks: [Int32] = []
  private(set) var calls: [Int32] = []
  private let name: String
  private let turn: () -> Void
  /// Of each ring, before it is started.
  var size: UInt16 = 8
  private(set) var features: UInt64 = 0
  private var available: [UInt16] = [0, 0]
  private var seen: [UInt16] = [0, 0]
  private var nextDescriptor: [Int] = [0, 0]
  private var nextByte = FakeFrontEnd.arena

  /// A part of a request.
  enum Part {
    case give([UInt8])
    case room(Int)
  }

  /// Connects to `path`; its memory is called `name`.
  init(_ path: String, name: String, turn: @escaping () -> Void) throws {
    self.name = name
    self.turn = turn
    let number = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let connected = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(connected == 0)
    socket = number
    file = cvhost_memory_file(name, FakeFrontEnd.memorySize)
    let mapping = mmap(
      nil, FakeFrontEnd.memorySize, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
    try #require(mapping != MAP_FAILED)
    memory = UnsafeMutableRawBufferPointer(start: mapping, count: FakeFrontEnd.memorySize)
    for _ in 0..<2 {
      kicks.append(cvhost_event_counter())
      calls.append(cvhost_event_counter())
    }
  }

  deinit {
    Leaks.mark(kicks + calls, of: name)
    for descriptor in [socket, file] + kicks + calls { close(descriptor) }
    munmap(memory.baseAddress, memory.count)
  }

  // MARK: Messages

  func send(
    _ request: UInt32, _ payload: [UInt8] = [], _ descriptors: [Int32] = [], flags: UInt32 = 1
  ) {
    var message: [UInt8] = []
    message.append(littleEndian: request)
    message.append(littleEndian: flags)
    message.append(littleEndian: UInt32(payload.count))
    sendRaw(message + payload, descriptors)
  }

  func sendRaw(_ bytes: [UInt8], _ descriptors: [Int32] = []) {
    var bytes = bytes
    var control: [UInt8] = []
    control.append(littleEndian: UInt64(16 + 4 * descriptors.count))
    control.append(littleEndian: UInt32(SOL_SOCKET))
    control.append(littleEndian: UInt32(SCM_RIGHTS))
    for descriptor in descriptors { control.append(littleEndian: UInt32(bitPattern: descriptor)) }
    control += [UInt8](repeating: 0, count: (8 - control.count % 8) % 8)
    bytes.withUnsafeMutableBytes { data in
      control.withUnsafeMutableBytes { control in
        var vector = iovec(iov_base: data.baseAddress, iov_len: data.count)
        withUnsafeMutablePointer(to: &vector) { vector in
          var message = msghdr()
          message.msg_iov = vector
          message.msg_iovlen = 1
          if !descriptors.isEmpty {
            message.msg_control = control.baseAddress
            message.msg_controllen = control.count
          }
          _ = sendmsg(socket, &message, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
      }
    }
  }

  /// The payload of the next answer; `nil` when there is none.
  func receive() -> [UInt8]? {
    turn()
    turn()
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(socket, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    return count < 12 ? nil : Array(bytes[12..<count])
  }

  func ask(_ request: UInt32, _ payload: [UInt8] = []) -> UInt64? {
    send(request, payload)
    return receive()?.littleEndian(0, 8)
  }

  /// From the first question to running rings.
  func start(queues: Int = 1, features: UInt64 = 1 << 32 | 1 << 30, base: UInt16 = 0) {
    self.features = features
    send(3)
    send(2, words(features))
    sendMemory()
    for index in 0..<queues { startRing(index, base: base) }
    turn()
    turn()
  }

  /// Its own, or `other` in its place.
  func sendMemory(_ other: Int32? = nil) {
    var table: [UInt8] = []
    table.append(littleEndian: UInt64(1))
    for value in [Self.guestBase, UInt64(Self.memorySize), Self.ownBase, 0] {
      table.append(littleEndian: value)
    }
    send(5, table, [other ?? file])
  }

  func startRing(_ index: Int, base: UInt16 = 0) {
    prepareRing(index, base: base)
    send(12, words(UInt64(index)), [kicks[index]])
    if features & 1 << 30 != 0 { send(18, pair(index, 1)) }
  }

  /// Everything but the kick, which starts it.
  func prepareRing(_ index: Int, base: UInt16 = 0) {
    available[index] = base
    seen[index] = base
    for offset in [0x2002, 0x3002] {
      memory.storeBytes(of: base, toByteOffset: ringOffset(index, offset), as: UInt16.self)
    }
    let own = Self.ownBase + UInt64(ringOffset(index, 0))
    send(8, pair(index, UInt32(size)))
    send(10, pair(index, UInt32(base)))
    var addresses = pair(index, 0)
    for value in [own, own + 0x3000, own + 0x2000, 0] { addresses.append(littleEndian: value) }
    send(9, addresses)
    send(13, words(UInt64(index)), [calls[index]])
    nextDescriptor[index] = 0
  }

  func words(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: value)
    return bytes
  }

  func pair(_ one: Int, _ other: UInt32) -> [UInt8] { words(UInt64(one) | UInt64(other) << 32) }

  // MARK: Rings. Each has 16 KiB: descriptors, available at 0x2000, used at 0x3000.

  func ringOffset(_ queue: Int, _ offset: Int) -> Int { 0x4000 * queue + offset }

  /// Makes a request available without a kick; where its parts are in the memory.
  @discardableResult
  func put(_ parts: [Part], on queue: Int = 0, isIndirect: Bool = false) -> [Int] {
    let places = parts.map { part -> Int in
      switch part {
      case .give(let bytes):
        let place = allocate(bytes.count)
        memory[place..<place + bytes.count].copyBytes(from: bytes)
        return place
      case .room(let count): return allocate(count)
      }
    }
    let head: Int
    if isIndirect {
      let table = allocate(16 * parts.count)
      for index in parts.indices {
        write(
          parts[index], places[index], next: index + 1 < parts.count ? index + 1 : nil,
          at: table + 16 * index)
      }
      head = nextDescriptor[queue]
      nextDescriptor[queue] = (head + 1) % Int(size)
      writeDescriptor(
        Self.guestBase + UInt64(table), UInt32(16 * parts.count), 4, 0,
        at: ringOffset(queue, 16 * head))
    } else {
      let slots = parts.indices.map { (nextDescriptor[queue] + $0) % Int(size) }
      nextDescriptor[queue] = (nextDescriptor[queue] + parts.count) % Int(size)
      for index in parts.indices {
        write(
          parts[index], places[index], next: index + 1 < parts.count ? slots[index + 1] : nil,
          at: ringOffset(queue, 16 * slots[index]))
      }
      head = slots[0]
    }
    makeAvailable(UInt16(head), on: queue)
    return places
  }

  func makeAvailable(_ head: UInt16, on queue: Int = 0) {
    memory.storeBytes(
      of: head, toByteOffset: ringOffset(queue, 0x2004 + 2 * Int(available[queue] % size)),
      as: UInt16.self)
    available[queue] &+= 1
    setAvailableIndex(available[queue], on: queue)
  }

  func setAvailableIndex(_ index: UInt16, on queue: Int = 0) {
    memory.storeBytes(of: index, toByteOffset: ringOffset(queue, 0x2002), as: UInt16.self)
  }

  func kick(_ queue: Int = 0) {
    var one: UInt64 = 1
    _ = Glibc.write(kicks[queue], &one, 8)
    turn()
  }

  /// How many answers there are that were not counted before.
  func answers(_ queue: Int = 0) -> Int {
    let index = memory.load(fromByteOffset: ringOffset(queue, 0x3002), as: UInt16.self)
    defer { seen[queue] = index }
    return Int(index &- seen[queue])
  }

  /// Whether the driver was called since it was last asked.
  func wasCalled(_ queue: Int = 0) -> Bool {
    var count: UInt64 = 0
    return Glibc.read(calls[queue], &count, 8) == 8
  }

  func bytes(_ place: Int, _ count: Int) -> [UInt8] { Array(memory[place..<place + count]) }

  func writeDescriptor(
    _ address: UInt64, _ length: UInt32, _ flags: UInt16, _ next: UInt16, at offset: Int
  ) {
    memory.storeBytes(of: address, toByteOffset: offset, as: UInt64.self)
    memory.storeBytes(of: length, toByteOffset: offset + 8, as: UInt32.self)
    memory.storeBytes(of: flags, toByteOffset: offset + 12, as: UInt16.self)
    memory.storeBytes(of: next, toByteOffset: offset + 14, as: UInt16.self)
  }

  private func write(_ part: Part, _ place: Int, next: Int?, at offset: Int) {
    let (count, isRoom) =
      switch part {
      case .give(let bytes): (bytes.count, false)
      case .room(let count): (count, true)
      }
    writeDescriptor(
      Self.guestBase + UInt64(place), UInt32(count), (isRoom ? 2 : 0) | (next == nil ? 0 : 1),
      UInt16(next ?? 0), at: offset)
  }

  private func allocate(_ count: Int) -> Int {
    if nextByte + count > Self.memorySize { nextByte = Self.arena }
    defer { nextByte += (count + 15) / 16 * 16 }
    return nextByte
  }
}
