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
    /// Sends frames twice, two in a packet, and one that is too long.
    case repeats
  }

  private let path: String
  private let misdeed: Misdeed
  private var socket: ForeignSocket?
  private var sequence: UInt32 = 0

  init(_ misdeed: Misdeed, path: String) {
    self.path = path
    self.misdeed = misdeed
  }

  private func packets() throws -> [[UInt8]] {
    switch misdeed {
    case .floods: try (0..<20).map { _ in try frame(.statistics) }
    case .sendsHalves: [Array(try frame(.arm).prefix(17)), Array(repeating: 0xFF, count: 64)]
    case .isDeaf: [try frame(.subscribe(stateEvery: 1))]
    case .visits: []
    case .meddles: [try frame(.stop), try frame(.disarm)]
    case .repeats: try repeated(frame(.statistics))
    }
  }

  private func repeated(_ frame: [UInt8]) -> [[UInt8]] {
    [frame, frame, frame + frame, [UInt8](repeating: 0, count: 66_000)]
  }

  /// Does it once, as far as the daemon lets it.
  func act() throws {
    if misdeed == .visits { socket = nil }
    guard let client = socket ?? (try? ForeignSocket(path, waits: false)) else { return }
    socket = client
    for packet in try packets() where !client.send(packet) {
      // The queue is full, or the daemon has hung up.
      if errno != EAGAIN { socket = nil }
      return
    }
  }

  private func frame(_ request: Request) throws -> [UInt8] {
    sequence += 1
    let header = FrameHeader(
      sequence: sequence, answers: 0, sentAt: MonotonicInstant(nanoseconds: 1_000_000_000))
    return try Envelope(header: header, message: request).frame()
  }
}
