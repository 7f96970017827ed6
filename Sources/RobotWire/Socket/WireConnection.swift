public import RobotUnits

/// The daemon's end of the connection of one client. Never waits, in either direction.
///
/// Not for several threads at once. The descriptor is closed with the last reference. Real-time: no.
public final class WireConnection {
  /// What became of a reply.
  public enum Sending: Hashable, Sendable {
    /// It is in the client's queue.
    case sent
    /// The client does not read, and its queue has no room for the reply: it was dropped.
    case wouldBlock
    /// The client is gone.
    case closed
  }

  /// What a client has said.
  public enum Receiving: Hashable, Sendable {
    /// A request.
    case request(Envelope<Request>)
    /// Nothing new.
    case wouldBlock
    /// The client is gone.
    case closed
  }

  /// Who connected.
  public let peer: PeerCredentials
  private var socket: FrameSocket
  /// What may be unread before a state is dropped [byte].
  private let roomForStates: Int

  init(_ descriptor: consuming Descriptor, path: String) throws(SocketFailure) {
    do {
      peer = try SocketCalls.peer(of: descriptor)
    } catch {
      throw SocketFailure(error, path: path)
    }
    socket = FrameSocket(descriptor, path: path)
    roomForStates = try socket.capacity() / 4 * 3
  }

  /// For poll(2): readable when `receive` has something to say.
  public var descriptor: Int32 { socket.descriptor.number }

  /// Sends `reply`, answering the request with the sequence `answers` unless that is 0.
  ///
  /// Throws `malformed` for a reply that no frame can carry, and `system`. The client's queue holds
  /// about 200 kB (net.core.wmem_default). States fill three quarters of it, some 110 of six joints: however
  /// fast they come, a client that pauses finds its answers and what went wrong.
  public func send(
    _ reply: Reply, answers: UInt32 = 0, at time: MonotonicInstant
  ) throws(SocketFailure) -> Sending {
    let header = socket.nextHeader(answers: answers, sentAt: time)
    let frame: [UInt8]
    do {
      frame = try Envelope(header: header, message: reply).frame()
    } catch {
      throw .malformed(error)
    }
    if case .state = reply, try socket.unread() >= roomForStates { return .wouldBlock }
    switch try socket.send(frame) {
    case .done: return .sent
    case .wouldBlock: return .wouldBlock
    case .closed: return .closed
    }
  }

  /// The next request.
  ///
  /// Throws `malformed` for a packet that is none; that packet is used up and the next one can be
  /// received. Throws `system`.
  public func receive() throws(SocketFailure) -> Receiving {
    switch try socket.receive() {
    case .wouldBlock: return .wouldBlock
    case .closed: return .closed
    case .done(let frame):
      do {
        return .request(try Envelope<Request>(frame: frame))
      } catch {
        throw .malformed(error)
      }
    }
  }
}
