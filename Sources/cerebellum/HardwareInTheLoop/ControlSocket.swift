import Glibc
import RobotUnits
import VhostUser

/// A socket for whoever lets things happen to the simulated robot: a line each way.
final class ControlSocket: PollSource {
  /// A scenario's file in hexadecimal is the longest.
  private static let longestLine = 65_536
  private static let mostClients = 8

  private struct Client {
    let descriptor: Int32
    var bytes: [UInt8] = []
  }

  private let listener: UnixListener
  private let answer: (String) -> String
  private var clients: [Client] = []

  /// Listens at `path`; `answer` says what to reply to a line.
  init(at path: String, answer: @escaping (String) -> String) throws(ListenFailure) {
    listener = try UnixListener(path)
    self.answer = answer
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
      !serve(&clients[index])
    {
      close(descriptor)
      clients.remove(at: index)
    }
  }

  func advance(to now: MonotonicInstant) {}

  /// Answers the lines that are complete; false when the client is gone, or does not keep to lines.
  private func serve(_ client: inout Client) -> Bool {
    var chunk = [UInt8](repeating: 0, count: Self.longestLine)
    let count = recv(client.descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
    if count < 0 { return errno == EAGAIN || errno == EINTR }
    if count == 0 { return false }
    client.bytes += chunk[..<count]
    while let end = client.bytes.firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: client.bytes[..<end], as: UTF8.self)
      client.bytes.removeSubrange(...end)
      let reply = Array((answer(line) + "\n").utf8)
      // A client that does not read its answers is let go.
      let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
      guard send(client.descriptor, reply, reply.count, flags) == reply.count else { return false }
    }
    return client.bytes.count <= Self.longestLine
  }
}
