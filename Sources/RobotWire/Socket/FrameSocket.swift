import RobotUnits

/// One end of a connection: whole packets in and out, without waiting.
struct FrameSocket: ~Copyable {
  let descriptor: Descriptor
  let path: String
  private var buffer = [UInt8](repeating: 0, count: FrameHeader.maximumFrameSize)
  private var sequence: UInt32 = 0

  init(_ descriptor: consuming Descriptor, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// The header of the next frame. Every call counts, so that a frame that was dropped leaves a gap.
  mutating func nextHeader(answers: UInt32, sentAt: MonotonicInstant) -> FrameHeader {
    // 0 means "none" in `answers`.
    sequence = sequence == .max ? 1 : sequence + 1
    return FrameHeader(sequence: sequence, answers: answers, sentAt: sentAt)
  }

  func send(_ frame: [UInt8]) throws(SocketFailure) -> Attempt<Void> {
    do {
      return try SocketCalls.send(frame, on: descriptor)
    } catch {
      throw SocketFailure(error, path: path)
    }
  }

  func capacity() throws(SocketFailure) -> Int {
    do {
      return try SocketCalls.sendingCapacity(of: descriptor)
    } catch {
      throw SocketFailure(error, path: path)
    }
  }

  func unread() throws(SocketFailure) -> Int {
    do {
      return try SocketCalls.unread(on: descriptor)
    } catch {
      throw SocketFailure(error, path: path)
    }
  }

  /// The bytes of the next packet. Throws `malformed(.tooLong)` for one that no frame can be.
  mutating func receive() throws(SocketFailure) -> Attempt<[UInt8]> {
    let attempt: Attempt<Int>
    do {
      attempt = try SocketCalls.receive(into: &buffer, on: descriptor)
    } catch {
      throw SocketFailure(error, path: path)
    }
    switch attempt {
    case .wouldBlock: return .wouldBlock
    case .closed: return .closed
    case .done(let count):
      guard count <= buffer.count else { throw .malformed(.tooLong) }
      return .done(Array(buffer[..<count]))
    }
  }

  func wait(
    for readiness: Readiness, until deadline: MonotonicInstant
  ) throws(SocketFailure) -> Bool {
    do {
      return try SocketCalls.wait(for: readiness, on: descriptor, until: deadline)
    } catch {
      throw SocketFailure(error, path: path)
    }
  }
}
