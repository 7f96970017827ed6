import Glibc
import RobotUnits
import RobotWire

/// A client that does one thing wrong, over and over, and comes back when it is hung up on.
final class Misbehaving {
  enum Misdeed: CaseIterable {
    /// Requests without end, and no answer is read.
    case floods
    /// Halves of frames, and what is no frame.
    case sendsHalves
    /// Wants every state, and reads none.
    case isDeaf
    /// Comes and goes.
    case visits
    /// Wants to stop and clear what is not its own.
    case meddles
  }

  private let path: String
  private let misdeed: Misdeed
  private let packets: [[UInt8]]
  private var socket: ForeignSocket?

  init(_ misdeed: Misdeed, path: String) throws {
    self.path = path
    self.misdeed = misdeed
    packets =
      switch misdeed {
      case .floods: try Array(repeating: Misbehaving.frame(.statistics), count: 20)
      case .sendsHalves:
        [Array(try Misbehaving.frame(.arm).prefix(17)), Array(repeating: 0xFF, count: 64)]
      case .isDeaf: [try Misbehaving.frame(.subscribe(stateEvery: 1))]
      case .visits: []
      case .meddles: [try Misbehaving.frame(.stop), try Misbehaving.frame(.disarm)]
      }
  }

  /// Does it once, as far as the daemon lets it.
  func act() {
    if misdeed == .visits { socket = nil }
    guard let client = socket ?? (try? ForeignSocket(path, waits: false)) else { return }
    socket = client
    for packet in packets where !client.send(packet) {
      // The queue is full, or the daemon has hung up.
      if errno != EAGAIN { socket = nil }
      return
    }
  }

  private static func frame(_ request: Request) throws -> [UInt8] {
    let header = FrameHeader(
      sequence: 1, answers: 0, sentAt: MonotonicInstant(nanoseconds: 1_000_000_000))
    return try Envelope(header: header, message: request).frame()
  }
}
