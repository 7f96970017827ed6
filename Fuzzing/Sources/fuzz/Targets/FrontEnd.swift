import CVhost
import Glibc
import RobotUnits

/// What QEMU and a guest's driver do, as an input has it: orderly for a while, and then not.
final class FrontEnd {
  private static let memorySize = 1 << 18
  private static let guestBase: UInt64 = 0x4000_0000
  private static let ownBase: UInt64 = 0x7F00_0000_0000
  /// Of each ring; descriptors, available ring and used ring are 8 KiB apart.
  private static let ringSize: UInt16 = 8
  private static let buffers = 0x1_0000

  private let socket: Int32
  private let file: Int32
  private let memory: UnsafeMutableRawBufferPointer
  private let counters: [Int32]
  private let queues: Int
  private var available: [UInt16] = [0, 0]
  private var nextDescriptor = [0, 0]
  private var nextBuffer = FrontEnd.buffers
  /// How much of the memory is still there: behind the end of its file nobody can write.
  private var length = FrontEnd.memorySize

  /// Connects to `path`; the device has `queues`.
  init(_ path: String, queues: Int) {
    self.queues = queues
    socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let connected = withUnsafePointer(to: address) { [socket] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    require(connected == 0, "connect: errno \(errno)")
    file = cvhost_memory_file("guest", FrontEnd.memorySize)
    let mapping = mmap(nil, FrontEnd.memorySize, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
    require(mapping != MAP_FAILED, "mmap: errno \(errno)")
    memory = UnsafeMutableRawBufferPointer(start: mapping, count: FrontEnd.memorySize)
    counters = (0..<4).map { _ in cvhost_event_counter() }
  }

  deinit {
    for descriptor in [socket, file] + counters { close(descriptor) }
    munmap(memory.baseAddress, memory.count)
  }

  func hangUp() { shutdown(socket, Int32(SHUT_RDWR)) }

  // MARK: Messages

  func send(_ request: UInt32, _ payload: [UInt8], _ descriptors: [Int32], flags: UInt32 = 1) {
    var message: [UInt8] = []
    for word in [request, flags, UInt32(payload.count)] { message += bytes(UInt64(word), 4) }
    sendRaw(message + payload, descriptors)
  }

  func receive() -> [UInt8]? {
    var answer = [UInt8](repeating: 0, count: 4096)
    let count = recv(socket, &answer, answer.count, Int32(MSG_DONTWAIT))
    return count < 12 ? nil : Array(answer[..<count])
  }

  private func sendRaw(_ data: [UInt8], _ descriptors: [Int32] = []) {
    var data = data
    var control = bytes(UInt64(16 + 4 * descriptors.count), 8)
    control += bytes(UInt64(SOL_SOCKET), 4) + bytes(UInt64(SCM_RIGHTS), 4)
    for descriptor in descriptors { control += bytes(UInt64(UInt32(bitPattern: descriptor)), 4) }
    control += [UInt8](repeating: 0, count: (8 - control.count % 8) % 8)
    data.withUnsafeMutableBytes { data in
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

  private func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }

  // MARK: What it does

  /// As far as the input wants, from the first word to running rings.
  func begin(_ reader: inout InputReader) {
    let choice = reader.byte()
    guard choice & 1 == 0 else { return }
    let features =
      1 << 32 | (choice & 2 == 0 ? 1 << 30 : 0) | (choice & 4 == 0 ? 1 << 28 : 0)
      | (choice & 8 == 0 ? 1 << 29 : 0) as UInt64
    send(3, [], [])
    send(2, bytes(features, 8), [])
    sendMemory()
    for queue in 0..<queues {
      prepare(queue, base: choice & 16 == 0 ? 0 : 0xFFFF)
      send(12, bytes(UInt64(queue), 8), [counters[queue]])
      if features & 1 << 30 != 0 { send(18, bytes(UInt64(queue) | 1 << 32, 8), []) }
    }
  }

  /// The next thing that the input has; how long it then waits.
  func act(_ reader: inout InputReader) -> TimeSpan? {
    let kind = reader.number(below: 12)
    let queue = reader.number(below: queues)
    switch kind {
    case 0: sendRaw(reader.bytes(reader.number(below: 48)))
    case 1:
      let request = UInt32(reader.byte())
      let flags: UInt32 = [1, 9, 5, 2][reader.number(below: 4)]
      let all = counters + [file, socket]
      let descriptors = (0..<reader.number(below: 11)).map { _ in all[reader.number(below: 6)] }
      send(request, reader.bytes(reader.word() % 320), descriptors, flags: flags)
    case 2: prepare(queue, base: UInt16(reader.word()))
    case 3: send(12, bytes(UInt64(queue), 8), [counters[queue]])
    case 4: send(11, bytes(UInt64(queue), 8), [])
    case 5: return .microseconds(Int64(reader.word()))
    case 6:
      let place = reader.word() % 0xC000
      put(reader.bytes(reader.number(below: 33)), at: place)
    case 7:
      let address = FrontEnd.guestBase &+ UInt64(reader.word()) &* 8
      writeDescriptor(
        address, UInt32(reader.word()), UInt16(reader.byte() & 7), UInt16(reader.byte() % 10),
        at: ring(queue) + 16 * reader.number(below: 8))
    case 8: offer(UInt16(reader.number(below: 9)), on: queue)
    case 9: ask(&reader, on: queue)
    case 10:
      if reader.byte() == 0 { truncate(to: reader.word() * 4) } else { sendMemory() }
    default: kick(queue)
    }
    return nil
  }

  private func kick(_ queue: Int) {
    var one: UInt64 = 1
    _ = write(counters[queue], &one, 8)
  }

  private func sendMemory() {
    var table = bytes(1, 8)
    for value in [FrontEnd.guestBase, UInt64(FrontEnd.memorySize), FrontEnd.ownBase, 0] {
      table += bytes(value, 8)
    }
    send(5, table, [file])
  }

  private func ring(_ queue: Int) -> Int { 0x6000 * queue }

  private func prepare(_ queue: Int, base: UInt16) {
    available[queue] = base
    nextDescriptor[queue] = 0
    for offset in [0x2002, 0x4002] { store(base, at: ring(queue) + offset) }
    let own = FrontEnd.ownBase + UInt64(ring(queue))
    send(8, bytes(UInt64(queue) | UInt64(FrontEnd.ringSize) << 32, 8), [])
    send(10, bytes(UInt64(queue) | UInt64(base) << 32, 8), [])
    var addresses = bytes(UInt64(queue), 8)
    for value in [own, own + 0x4000, own + 0x2000, 0] { addresses += bytes(value, 8) }
    send(9, addresses, [])
    send(13, bytes(UInt64(queue), 8), [counters[2 + queue]])
  }

  /// A request in good order, with any contents.
  private func ask(_ reader: inout InputReader, on queue: Int) {
    var parts: [(bytes: [UInt8], room: Int)] = []
    for _ in 0..<reader.number(below: 3) {
      parts.append((reader.bytes(reader.number(below: 24)), 0))
    }
    for _ in 0..<reader.number(below: 3) { parts.append(([], reader.word() % 5000)) }
    guard let last = parts.indices.last else { return }
    let first = nextDescriptor[queue]
    for (index, part) in parts.enumerated() {
      let count = max(part.bytes.count, part.room)
      if nextBuffer + count > memory.count { nextBuffer = FrontEnd.buffers }
      let place = nextBuffer
      nextBuffer += count
      put(part.bytes, at: place)
      let slot = (first + index) % Int(FrontEnd.ringSize)
      let flags: UInt16 = (index < last ? 1 : 0) | (part.room > 0 ? 2 : 0)
      writeDescriptor(
        FrontEnd.guestBase + UInt64(place), UInt32(count), flags,
        UInt16((slot + 1) % Int(FrontEnd.ringSize)), at: ring(queue) + 16 * slot)
    }
    nextDescriptor[queue] = (first + parts.count) % Int(FrontEnd.ringSize)
    offer(UInt16(first), on: queue)
    kick(queue)
  }

  private func offer(_ head: UInt16, on queue: Int) {
    let place = 0x2004 + 2 * Int(available[queue] % FrontEnd.ringSize)
    store(head, at: ring(queue) + place)
    available[queue] &+= 1
    store(available[queue], at: ring(queue) + 0x2002)
  }

  private func writeDescriptor(
    _ address: UInt64, _ length: UInt32, _ flags: UInt16, _ next: UInt16, at place: Int
  ) {
    put(
      bytes(address, 8) + bytes(UInt64(length), 4) + bytes(UInt64(flags), 2)
        + bytes(UInt64(next), 2), at: place)
  }

  private func store(_ value: UInt16, at place: Int) { put(bytes(UInt64(value), 2), at: place) }

  private func put(_ bytes: [UInt8], at place: Int) {
    guard place + bytes.count <= length else { return }
    for (offset, byte) in bytes.enumerated() { memory[place + offset] = byte }
  }

  private func truncate(to size: Int) {
    if ftruncate(file, size) == 0 { length = min(length, size) }
  }
}
