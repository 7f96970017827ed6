import Glibc
public import RobotUnits

/// A client's end of a connection to the daemon. Waits, but never longer than it is told.
///
/// Not for several threads at once. The descriptor is closed with the last reference. Real-time: no.
public final class WireClient {
  /// How many frames wait for `nextReply` at most.
  public static let queueCapacity = 256

  /// Who listens: the daemon's process and user.
  public let daemon: PeerCredentials
  /// Frames that were dropped because `nextReply` was not called often enough.
  public private(set) var droppedReplies = 0
  private var socket: FrameSocket
  private var queue: [Envelope<Reply>] = []

  /// Connects to the daemon on `path`.
  ///
  /// Throws `unusablePath`, `noDaemon`, `notPermitted`, `timedOut`, `noDescriptors` and `system`.
  public init(path: String, timeout: TimeSpan) throws(SocketFailure) {
    let address = try SocketAddress(path: path)
    do {
      let descriptor = try SocketCalls.socket()
      try SocketCalls.limitSending(descriptor, to: timeout)
      try SocketCalls.connect(descriptor, to: address)
      daemon = try SocketCalls.peer(of: descriptor)
      socket = FrameSocket(descriptor, path: path)
    } catch {
      switch error.code {
      case ENOENT, ENOTDIR, ECONNREFUSED: throw .noDaemon(path: path)
      case EAGAIN: throw .timedOut(path: path)
      case EPROTOTYPE: throw .inUse(path: path, pid: nil)
      default: throw SocketFailure(error, path: path)
      }
    }
  }

  /// For poll(2): readable when a frame has come that `nextReply` has not taken into its queue.
  public var descriptor: Int32 { socket.descriptor.number }

  /// Sends `request` and returns its sequence, without waiting for the answer.
  ///
  /// Throws `malformed` for a request that no frame can carry, `timedOut` when the daemon does not read,
  /// `closed` and `system`.
  public func send(_ request: Request, timeout: TimeSpan) throws(SocketFailure) -> UInt32 {
    try send(request, until: Self.deadline(after: timeout))
  }

  /// Sends `request` and waits for its answer. Other frames that come meanwhile are kept for
  /// `nextReply`; of more than `queueCapacity`, states and old answers are dropped before events.
  ///
  /// Throws as `send`, and `malformed` for a packet that is no reply.
  public func request(_ request: Request, timeout: TimeSpan) throws(SocketFailure) -> Reply {
    let deadline = Self.deadline(after: timeout)
    let sequence = try send(request, until: deadline)
    while let envelope = try receive(until: deadline) {
      if envelope.header.answers == sequence { return envelope.message }
      keep(envelope)
    }
    throw .timedOut(path: socket.path)
  }

  /// The oldest frame that answered no `request`; `nil` when none comes within `timeout`.
  ///
  /// Throws `malformed` for a packet that is no reply, `closed` and `system`.
  public func nextReply(timeout: TimeSpan) throws(SocketFailure) -> Envelope<Reply>? {
    if !queue.isEmpty { return queue.removeFirst() }
    return try receive(until: Self.deadline(after: timeout))
  }

  private func send(
    _ request: Request, until deadline: MonotonicInstant
  ) throws(SocketFailure) -> UInt32 {
    let header = socket.nextHeader(answers: 0, sentAt: SocketCalls.now())
    let frame: [UInt8]
    do {
      frame = try Envelope(header: header, message: request).frame()
    } catch {
      throw .malformed(error)
    }
    while true {
      switch try socket.send(frame) {
      case .done: return header.sequence
      case .closed: throw .closed(path: socket.path)
      case .wouldBlock:
        guard try socket.wait(for: .toSend, until: deadline) else {
          throw .timedOut(path: socket.path)
        }
      }
    }
  }

  private func receive(until deadline: MonotonicInstant) throws(SocketFailure) -> Envelope<Reply>? {
    while true {
      switch try socket.receive() {
      case .closed: throw .closed(path: socket.path)
      case .wouldBlock:
        guard try socket.wait(for: .toReceive, until: deadline) else { return nil }
      case .done(let frame):
        do {
          return try Envelope<Reply>(frame: frame)
        } catch {
          throw .malformed(error)
        }
      }
    }
  }

  private func keep(_ envelope: Envelope<Reply>) {
    if queue.count == Self.queueCapacity {
      let leastMissed = queue.firstIndex { !$0.message.isEvent } ?? 0
      queue.remove(at: leastMissed)
      droppedReplies += 1
    }
    queue.append(envelope)
  }

  /// Bounded to a day and to the future, so that no timeout overflows the clock.
  private static func deadline(after timeout: TimeSpan) -> MonotonicInstant {
    SocketCalls.now() + min(max(timeout, .zero), .milliseconds(86_400_000))
  }
}

extension Reply {
  fileprivate var isEvent: Bool {
    if case .event = self { true } else { false }
  }
}
