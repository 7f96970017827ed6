internal import Glibc

/// A connection to a front-end that never waits: messages are put together as their bytes come.
final class VhostSocket {
  private let socket: OwnedDescriptor
  private var bytes: [UInt8] = []
  private var descriptors: [OwnedDescriptor] = []

  var number: Int32 { socket.number }

  init(_ socket: OwnedDescriptor) throws(VhostFailure) {
    try socket.makeNonBlocking()
    self.socket = socket
  }

  /// The next message; `nil` while some of it is still to come.
  func receive() throws(VhostFailure) -> VhostMessage? {
    while true {
      let missing = try missingBytes()
      if missing == 0 { break }
      guard try read(missing) else { return nil }
    }
    defer {
      bytes = []
      descriptors = []
    }
    return VhostMessage(
      request: UInt32(bytes.littleEndian(0, 4)), needsReply: bytes.littleEndian(4, 4) & 8 != 0,
      payload: Array(bytes[VhostMessage.headerSize...]), descriptors: descriptors)
  }

  /// Answers `request` with `payload`.
  func reply(_ payload: [UInt8], to request: UInt32) throws(VhostFailure) {
    var message: [UInt8] = []
    message.append(littleEndian: request)
    message.append(littleEndian: UInt32(1 | 4))
    message.append(littleEndian: UInt32(payload.count))
    message += payload
    let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
    let sent = send(number, message, message.count, flags)
    if sent == message.count { return }
    if sent >= 0 || errno == EAGAIN { throw .message(request: request, .unread) }
    if errno == EPIPE || errno == ECONNRESET { throw .hungUp }
    throw .system(call: "send", errno: errno)
  }

  /// How much of the message that has begun is still to come, as far as its header says.
  private func missingBytes() throws(VhostFailure) -> Int {
    guard bytes.count >= VhostMessage.headerSize else {
      return VhostMessage.headerSize - bytes.count
    }
    let flags = UInt32(bytes.littleEndian(4, 4))
    let size = UInt32(bytes.littleEndian(8, 4))
    // Version 1, and nothing beside it but the wish for an answer.
    guard flags & ~8 == 1, size <= VhostMessage.longestPayload else {
      throw .message(
        request: UInt32(bytes.littleEndian(0, 4)), .header(flags: flags, size: size))
    }
    return VhostMessage.headerSize + Int(size) - bytes.count
  }

  /// Takes up to `count` bytes and the descriptors with them; false when there is nothing now.
  private func read(_ count: Int) throws(VhostFailure) -> Bool {
    var chunk = [UInt8](repeating: 0, count: count)
    var control = [UInt64](repeating: 0, count: VhostSocket.controlWords)
    var controlSize = 0
    var flags: Int32 = 0
    let received = chunk.withUnsafeMutableBytes { data in
      control.withUnsafeMutableBytes { control in
        var vector = iovec(iov_base: data.baseAddress, iov_len: data.count)
        return withUnsafeMutablePointer(to: &vector) { vector in
          var message = msghdr()
          message.msg_iov = vector
          message.msg_iovlen = 1
          message.msg_control = control.baseAddress
          message.msg_controllen = control.count
          let wanted = Int32(MSG_DONTWAIT | MSG_CMSG_CLOEXEC)
          let received = recvmsg(number, &message, wanted)
          controlSize = received < 0 ? 0 : message.msg_controllen
          flags = message.msg_flags
          return received
        }
      }
    }
    let code = errno
    control.withUnsafeBytes { take($0[..<controlSize]) }
    if received == 0 || received < 0 && code == ECONNRESET { throw .hungUp }
    if received < 0 {
      if code == EAGAIN || code == EINTR { return false }
      throw .system(call: "recvmsg", errno: code)
    }
    bytes += chunk[..<received]
    let isCut = flags & Int32(MSG_CTRUNC) != 0
    if isCut || descriptors.count > VhostMessage.mostDescriptors {
      throw .message(request: UInt32(bytes.littleEndian(0, 4)), .descriptors(descriptors.count))
    }
    return true
  }

  /// Room for one SCM_RIGHTS of the most descriptors: a header of 16 bytes, then 4 each.
  private static let controlWords = 2 + VhostMessage.mostDescriptors / 2

  /// Owns the descriptors in `control`: a sequence of `cmsghdr`, each 64-bit length (of header and data), level,
  /// type, data, and padding to 8 bytes. Glibc's module does not have the CMSG macros.
  private func take(_ control: Slice<UnsafeRawBufferPointer>) {
    var offset = control.startIndex
    while offset + 16 <= control.endIndex {
      let header = control[offset..<offset + 16]
      let length = Int(clamping: header.littleEndian(0, 8))
      guard length >= 16, length <= control.endIndex - offset else { return }
      let isRights =
        header.littleEndian(8, 4) == UInt64(SOL_SOCKET)
        && header.littleEndian(12, 4) == UInt64(SCM_RIGHTS)
      if isRights {
        for index in 0..<((length - 16) / 4) {
          let number = control.littleEndian(offset - control.startIndex + 16 + 4 * index, 4)
          descriptors.append(OwnedDescriptor(Int32(truncatingIfNeeded: number)))
        }
      }
      offset += (length + 7) / 8 * 8
    }
  }
}
