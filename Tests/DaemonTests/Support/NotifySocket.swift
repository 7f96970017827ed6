import Glibc

/// What systemd would hear (sd_notify(3)).
final class NotifySocket {
  let path: String
  private(set) var messages: [String] = []
  private let descriptor: Int32

  init(path: String) throws {
    self.path = path
    // The name of a daemon that was here before.
    unlink(path)
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Failure("socket: errno \(errno)") }
    let bound = withSocketAddress(path) { bind(descriptor, $0, $1) }
    guard bound == 0 else { throw Failure("bind to \(path): errno \(errno)") }
    chmod(path, 0o666)
  }

  deinit { close(descriptor) }

  /// Waits for a message that begins with `beginning`, from the `after`-th on.
  @discardableResult
  func wait(for beginning: String, after: Int = 0) throws -> String {
    let deadline = Deadline()
    while true {
      if let message = messages.dropFirst(after).first(where: { $0.hasPrefix(beginning) }) {
        return message
      }
      try takeNext(deadline.milliseconds, waitingFor: beginning)
    }
  }

  /// Takes what has come until now.
  func drain() {
    while (try? takeNext(0, waitingFor: "")) != nil {}
  }

  private func takeNext(_ milliseconds: Int32, waitingFor text: String) throws {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, milliseconds) > 0 else {
      throw Failure("no \(text) came; what came: \(messages)")
    }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    messages.append(String(decoding: buffer[..<max(count, 0)], as: UTF8.self))
  }
}

/// `path` as `bind` and `connect` take it.
func withSocketAddress(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
  return withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}

/// A client that does not speak the protocol.
final class ForeignSocket {
  let descriptor: Int32

  /// With `waits` false neither connecting nor sending ever waits.
  init(_ path: String, waits: Bool = true) throws {
    let flags = waits ? 0 : SOCK_NONBLOCK.rawValue
    descriptor = socket(
      AF_UNIX, Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue | flags), 0)
    guard descriptor >= 0 else { throw Failure("socket: errno \(errno)") }
    let connected = withSocketAddress(path) { connect(descriptor, $0, $1) }
    guard connected == 0 else { throw Failure("connect to \(path): errno \(errno)") }
  }

  deinit { close(descriptor) }

  /// Says whether the other end took it.
  func send(_ packet: [UInt8]) -> Bool {
    Glibc.send(descriptor, packet, packet.count, Int32(MSG_NOSIGNAL)) == packet.count
  }

  /// Waits until the other end has hung up.
  func waitForHangUp() throws {
    let deadline = Deadline()
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, deadline.milliseconds) > 0 else { throw Failure("nobody hung up") }
      if recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)) <= 0 { return }
    }
  }
}
