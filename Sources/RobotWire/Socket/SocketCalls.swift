import Glibc
import RobotUnits

/// A system call that failed.
struct CallError: Error {
  let call: String
  let code: Int32
}

/// A file descriptor with one owner, closed with it.
struct Descriptor: ~Copyable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  // close(2) gives the descriptor up even when it reports an error: there is nothing to react to.
  deinit { _ = close(number) }
}

/// What a transfer that does not wait came to.
enum Attempt<Value> {
  case done(Value)
  case wouldBlock
  case closed
}

/// What poll(2) is to wait for.
enum Readiness {
  case toReceive
  case toSend
}

/// Every system call of this module, and the one place that retries EINTR: callers never see -1.
enum SocketCalls {
  static func socket() throws(CallError) -> Descriptor {
    let type = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
    return Descriptor(try check("socket") { Glibc.socket(AF_UNIX, type, 0) })
  }

  static func bind(
    _ socket: borrowing Descriptor, to address: SocketAddress
  ) throws(CallError) {
    let number = socket.number
    try check("bind") { unsafe address.withPointer { unsafe Glibc.bind(number, $0, $1) } }
  }

  /// Waits for room in the listener's queue, up to what `limitSending` set; then fails with EAGAIN.
  static func connect(
    _ socket: borrowing Descriptor, to address: SocketAddress
  ) throws(CallError) {
    let number = socket.number
    try check("connect") { unsafe address.withPointer { unsafe Glibc.connect(number, $0, $1) } }
  }

  static func listen(_ socket: borrowing Descriptor, backlog: Int32) throws(CallError) {
    let number = socket.number
    try check("listen") { Glibc.listen(number, backlog) }
  }

  /// The next waiting connection; `nil` when there is none.
  static func accept(_ socket: borrowing Descriptor) throws(CallError) -> Descriptor? {
    let number = socket.number
    do {
      // Glibc's module has no accept4. Nothing between the two calls starts a program.
      let accepted = Descriptor(try check("accept") { Glibc.accept(number, nil, nil) })
      let peer = accepted.number
      try check("fcntl") { fcntl(peer, F_SETFD, FD_CLOEXEC) }
      return accepted
    } catch {
      // ECONNABORTED: it hung up while it waited.
      if error.code == EAGAIN || error.code == ECONNABORTED { return nil }
      throw error
    }
  }

  static func makeNonBlocking(_ socket: borrowing Descriptor) throws(CallError) {
    let number = socket.number
    try check("fcntl") { fcntl(number, F_SETFL, O_NONBLOCK) }
  }

  /// SO_SNDTIMEO, which also limits connect(2). Zero would mean no limit.
  static func limitSending(
    _ socket: borrowing Descriptor, to timeout: TimeSpan
  ) throws(CallError) {
    let number = socket.number
    let microseconds = max(timeout.nanoseconds / 1000, 1)
    var limit = timeval(
      tv_sec: Int(microseconds / 1_000_000), tv_usec: Int(microseconds % 1_000_000))
    try check("setsockopt") {
      unsafe setsockopt(
        number, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  /// SO_PEERCRED: who connected, or who listens where this socket connected.
  static func peer(of socket: borrowing Descriptor) throws(CallError) -> PeerCredentials {
    let number = socket.number
    // `struct ucred` is pid, uid, gid, 32 bits each; Glibc's module does not have it.
    var credentials: [UInt32] = [0, 0, 0]
    var size = socklen_t(12)
    try check("getsockopt") {
      unsafe getsockopt(number, SOL_SOCKET, SO_PEERCRED, &credentials, &size)
    }
    return PeerCredentials(
      pid: Int32(bitPattern: credentials[0]), uid: credentials[1],
      groups: try groups(ofPeer: socket).union([credentials[2]]))
  }

  /// SO_PEERGROUPS: the supplementary groups of who connected. None where the kernel has no such option (before 4.13).
  private static func groups(ofPeer socket: borrowing Descriptor) throws(CallError) -> Set<UInt32> {
    let number = socket.number
    var groups = [UInt32](repeating: 0, count: 64)
    while true {
      var size = socklen_t(4 * groups.count)
      do {
        try check("getsockopt") {
          unsafe getsockopt(number, SOL_SOCKET, SO_PEERGROUPS, &groups, &size)
        }
        return Set(groups[..<min(Int(size) / 4, groups.count)])
      } catch {
        // ERANGE: then `size` is what they need.
        if error.code == ERANGE, Int(size) / 4 > groups.count {
          groups = [UInt32](repeating: 0, count: Int(size) / 4)
        } else if error.code == ENOPROTOOPT || error.code == ENODATA {
          return []
        } else {
          throw error
        }
      }
    }
  }

  /// SO_SNDBUF: the kernel's account of what the peer may leave unread [byte], its own overhead included.
  static func sendingCapacity(of socket: borrowing Descriptor) throws(CallError) -> Int {
    let number = socket.number
    var capacity: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    try check("getsockopt") {
      unsafe getsockopt(number, SOL_SOCKET, SO_SNDBUF, &capacity, &size)
    }
    return Int(capacity)
  }

  /// SIOCOUTQ, of the same value as TIOCOUTQ: what the peer has left unread [byte], in the same account.
  static func unread(on socket: borrowing Descriptor) throws(CallError) -> Int {
    let number = socket.number
    var count: Int32 = 0
    try check("ioctl") { unsafe ioctl(number, UInt(TIOCOUTQ), &count) }
    return Int(count)
  }

  /// Sends one packet, or none of it.
  static func send(
    _ packet: [UInt8], on socket: borrowing Descriptor
  ) throws(CallError) -> Attempt<Void> {
    let number = socket.number
    let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
    do {
      try check("send") { unsafe Glibc.send(number, packet, packet.count, flags) }
      return .done(())
    } catch {
      switch error.code {
      case EAGAIN, ENOBUFS: return .wouldBlock
      case EPIPE, ECONNRESET, ENOTCONN: return .closed
      default: throw error
      }
    }
  }

  /// Takes one packet into `buffer` and returns its true size, which may exceed the buffer's.
  static func receive(
    into buffer: inout [UInt8], on socket: borrowing Descriptor
  ) throws(CallError) -> Attempt<Int> {
    let number = socket.number
    let flags = Int32(MSG_DONTWAIT | MSG_TRUNC)
    let size = buffer.count
    do {
      let count = try check("recv") { unsafe recv(number, &buffer, size, flags) }
      return count == 0 ? .closed : .done(count)
    } catch {
      switch error.code {
      case EAGAIN: return .wouldBlock
      // The peer was killed with packets of ours unread.
      case ECONNRESET, ENOTCONN: return .closed
      default: throw error
      }
    }
  }

  /// Waits until the socket is ready or hung up; `false` when `deadline` passed first.
  static func wait(
    for readiness: Readiness, on socket: borrowing Descriptor, until deadline: MonotonicInstant
  ) throws(CallError) -> Bool {
    let events = Int16(readiness == .toReceive ? POLLIN : POLLOUT)
    var entry = pollfd(fd: socket.number, events: events, revents: 0)
    while true {
      // Rounded up: a deadline half a millisecond away must not become a busy loop.
      let left = max((deadline - now()).nanoseconds, 0)
      let milliseconds = Int32(clamping: (left + 999_999) / 1_000_000)
      let ready = unsafe poll(&entry, 1, milliseconds)
      if ready > 0 { return true }
      if ready == 0, left == 0 { return false }
      let code = errno
      if ready < 0, code != EINTR { throw CallError(call: "poll", code: code) }
    }
  }

  /// CLOCK_MONOTONIC.
  static func now() -> MonotonicInstant {
    var time = timespec()
    // Cannot fail: the clock exists on every Linux and the pointer is valid.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Runs `body` until it is not interrupted; throws where it returns -1.
  @discardableResult
  static func check<Result: SignedInteger>(
    _ call: String, _ body: () -> Result
  ) throws(CallError) -> Result {
    while true {
      let result = body()
      if result >= 0 { return result }
      let code = errno
      if code != EINTR { throw CallError(call: call, code: code) }
    }
  }
}
