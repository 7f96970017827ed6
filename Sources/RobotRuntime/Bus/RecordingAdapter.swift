internal import RobotHAL
internal import RobotUnits
internal import Synchronization

/// An adapter on which every transfer succeeds and nothing is sent: it writes down what it was given.
final class RecordingAdapter: I2CAdapter {
  /// A message as it was given.
  struct Sent: Hashable, Sendable {
    let address: UInt16
    let flags: UInt16
    let length: Int
    /// Where its bytes lie: which exchange it is of.
    let buffer: UInt
  }

  let capabilities: I2CCapabilities
  let maximumMessages: Int
  let maximumBytes: Int
  private let sent = Mutex<[[Sent]]>([])

  init(_ wire: BusWire) {
    capabilities = wire.capabilities
    maximumMessages = wire.maximumMessages
    maximumBytes = wire.maximumBytes
  }

  /// The transfers since the last time.
  func take() -> [[Sent]] {
    sent.withLock { sent in
      defer { sent = [] }
      return sent
    }
  }

  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    let transfer = messages.map { message in
      Sent(
        address: message.address, flags: message.flags.rawValue, length: Int(message.length),
        buffer: UInt(bitPattern: message.buffer))
    }
    sent.withLock { $0.append(transfer) }
  }

  func pause(_ span: TimeSpan) {}
}
