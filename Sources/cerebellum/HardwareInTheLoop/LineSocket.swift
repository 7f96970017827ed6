import Glibc
import RobotUnits
import VhostUser

/// A socket on which clients ask and are answered, a line each way.
final class LineSocket: PollSource {
  /// A scenario's file in hexadecimal is the longest.
  private static let longestLine = 65_536
  private static let mostClients = 64

  private struct Client {
    let descriptor: Int32
    var bytes: [UInt8] = []
  }

  private let listener: UnixListener
  private let answer: (_ line: String, _ client: Int32, _ now: MonotonicInstant) -> String
  private let left: (_ client: Int32) -> Void
  private var clients: [Client] = []

  /// Listens at `path`; `answer` says what to reply to a line of a client, `left` is told which one has gone. A client
  /// has a number while it is there.
  init(
    at path: String, answer: @escaping (String, Int32, MonotonicInstant) -> String,
    left: @escaping (Int32) -> Void = { _ in }
  ) throws(ListenFailure) {
    listener = try UnixListener(path)
    self.answer = answer
    self.left = left
  }

  deinit { for client in clients { close(client.descriptor) } }

  /// While there are too many clients, others wait.
  var watched: [Int32] {
    (clients.count < Self.mostClients ? [listener.number] : []) + clients.map(\.descriptor)
  }

  func deadline(at now: MonotonicInstant) -> MonotonicInstant? { nil }

  func ready(_ descriptor: Int32, at now: MonotonicInstant) {
    if descriptor == listener.number {
      if let accepted = listener.accept() { clients.append(Client(descriptor: accepted)) }
    } else if let index = clients.firstIndex(where: { $0.descriptor == descriptor }),
      !serve(&clients[index], now)
    {
      clients.remove(at: index)
      left(descriptor)
      close(descriptor)
    }
  }

  func advance(to now: MonotonicInstant) {}

  /// Answers the lines that are complete; false when the client is gone, or does not keep to lines.
  private func serve(_ client: inout Client, _ now: MonotonicInstant) -> Bool {
    var chunk = [UInt8](repeating: 0, count: Self.longestLine)
    let count = recv(client.descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
    if count < 0 { return errno == EAGAIN || errno == EINTR }
    if count == 0 { return false }
    client.bytes += chunk[..<count]
    while let end = client.bytes.firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: client.bytes[..<end], as: UTF8.self)
      client.bytes.removeSubrange(...end)
      let reply = Array((answer(line, client.descriptor, now) + "\n").utf8)
      // A client that does not read its answers is let go.
      let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
      guard send(client.descriptor, reply, reply.count, flags) == reply.count else { return false }
    }
    return client.bytes.count <= Self.longestLine
  }
}
