import RobotHAL
import RobotUnits
import SimulatedHAL
import Synchronization

/// A simulated bus with a wire that a test can cut: to a device, or to a device on one mux channel.
///
/// What comes before the cut goes over the bus; the rest of the transfer does not happen.
final class FaultyWire: TimedAdapter {
  /// A message that went over the wire.
  struct Sent: Hashable, Sendable {
    /// When its transfer began on the bus [ns].
    let begin: Int64
    let address: UInt16
    let flags: UInt16
    let bytes: [UInt8]
  }

  private struct State {
    var isTracing = false
    var sent: [Sent] = []
    var cuts: [UInt16: Set<UInt8?>] = [:]
    var channel: UInt8?
  }

  let bus: SimulatedI2CBus
  private let mux: UInt16
  private let state = Mutex(State())

  init(_ bus: SimulatedI2CBus, mux: I2CAddress) {
    self.bus = bus
    self.mux = UInt16(mux.rawValue)
  }

  var capabilities: I2CCapabilities { bus.capabilities }
  var maximumMessages: Int { bus.maximumMessages }
  var busTime: MonotonicInstant { bus.busTime }

  /// Nobody acknowledges `address` from now on; with `channel`, only while that channel is selected.
  func cut(_ address: I2CAddress, channel: UInt8? = nil) {
    state.withLock { _ = $0.cuts[UInt16(address.rawValue), default: []].insert(channel) }
  }

  /// The messages since the last time; from the first call on.
  func trace() -> [Sent] {
    state.withLock { state in
      defer { (state.isTracing, state.sent) = (true, []) }
      return state.sent
    }
  }

  func mend() { state.withLock { $0.cuts = [:] } }

  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    let length = state.withLock { state in
      for (index, message) in messages.enumerated() {
        if message.address == mux, !message.flags.contains(.read) {
          state.channel = (0..<8).first { message.buffer[0] == 1 << $0 }
        }
        guard let cuts = state.cuts[message.address] else { continue }
        if cuts.contains(nil) || cuts.contains(state.channel) { return index }
      }
      return messages.count
    }
    let begin = bus.busTime.nanoseconds
    if length > 0 { try bus.transfer(UnsafeMutableBufferPointer(rebasing: messages[..<length])) }
    state.withLock { state in
      guard state.isTracing else { return }
      for message in messages.prefix(length) {
        state.sent.append(
          Sent(
            begin: begin, address: message.address, flags: message.flags.rawValue,
            bytes: (0..<Int(message.length)).map { message.buffer[$0] }))
      }
    }
    if length < messages.count { throw BusError(.noAcknowledge) }
  }

  func pause(_ span: TimeSpan) { bus.pause(span) }
}
