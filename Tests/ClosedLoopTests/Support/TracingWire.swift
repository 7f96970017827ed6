import RobotHAL
import RobotUnits
import SimulatedHAL
import Synchronization

/// A simulated bus whose messages a test reads: what went over it, transfer by transfer.
final class TracingWire: I2CAdapter {
  /// A message on the wire, as the timeline has it.
  struct Sent: Hashable, Sendable {
    let address: UInt8
    let isRead: Bool
    let byteCount: Int
    let stops: Bool
    let transfer: Int
  }

  let maximumMessages: Int
  private let bus: SimulatedI2CBus
  private let state = Mutex<(sent: [Sent], transfers: Int)>(([], 0))

  init(_ bus: SimulatedI2CBus, maximumMessages: Int) {
    self.bus = bus
    self.maximumMessages = maximumMessages
  }

  var capabilities: I2CCapabilities { bus.capabilities }

  /// The messages since the last time.
  func take() -> [Sent] {
    state.withLock { state in
      defer { state = ([], 0) }
      return state.sent
    }
  }

  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    state.withLock { state in
      for (index, message) in messages.enumerated() {
        state.sent.append(
          Sent(
            address: UInt8(message.address), isRead: message.flags.contains(.read),
            byteCount: Int(message.length),
            stops: index == messages.count - 1 || message.flags.contains(.stop),
            transfer: state.transfers))
      }
      state.transfers += 1
    }
    try bus.transfer(messages)
  }

  func pause(_ span: TimeSpan) { bus.pause(span) }
}
