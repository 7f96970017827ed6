import RobotHAL
import RobotUnits
import Synchronization

/// An adapter that writes down every transfer, fails at the addresses it was told, and behaves like the
/// muxes of its bus, which switch at STOP.
///
/// A message is written down as `41 w 06 01`, `36 r 3`, with ` P` behind it where a STOP was asked for.
final class FakeAdapter: I2CAdapter {
  private struct State {
    var transfers: [[String]] = []
    var failures: [UInt16: (error: BusError, left: Int)] = [:]
    /// The control register of each mux, and what it gets at the next STOP.
    var control: [UInt16: UInt8] = [:]
    var staged: [UInt16: UInt8] = [:]
    /// Where the devices behind a mux sit; accesses that found another channel open.
    var routes: [UInt16: (mux: UInt16, channel: UInt8)] = [:]
    var misrouted: [String] = []
    var largest = 0
    var longest = 0
    /// Where each device's register pointer stands, once `answerPointers` was called.
    var pointers: [UInt16: UInt8]?
    var reply: UInt8 = 0xA5
  }

  let capabilities: I2CCapabilities
  let maximumMessages: Int
  let maximumBytes: Int
  private let state: Mutex<State>

  init(
    _ capabilities: I2CCapabilities, maximumMessages: Int = 42, maximumBytes: Int = 8192,
    muxes: [I2CAddress] = []
  ) {
    self.capabilities = capabilities
    self.maximumMessages = maximumMessages
    self.maximumBytes = maximumBytes
    var state = State()
    // As another program may have left them: all channels closed at once.
    for mux in muxes { state.control[UInt16(mux.rawValue)] = 0xFF }
    self.state = Mutex(state)
  }

  /// The transfers since the last `clear`.
  var transfers: [[String]] { state.withLock { $0.transfers } }
  /// Accesses to a device while another channel than its own, or more than that, was open.
  var misrouted: [String] { state.withLock { $0.misrouted } }
  /// The most messages of a transfer.
  var largest: Int { state.withLock { $0.largest } }
  /// The most bytes of a transfer.
  var longest: Int { state.withLock { $0.longest } }

  func clear() { state.withLock { $0.transfers = [] } }

  /// Lets every transfer that reaches `address` fail, or the next `times` of them; nil ends that.
  func fail(_ address: I2CAddress, _ error: BusError?, times: Int = .max) {
    state.withLock { $0.failures[UInt16(address.rawValue)] = error.map { ($0, times) } }
  }

  /// What every byte read is from now on.
  func answer(_ byte: UInt8) { state.withLock { $0.reply = byte } }

  /// Every byte read is from now on where the device's register pointer stands: what a write of one byte
  /// set, 0 after power-on, and nobody knows what (0xEE) after a failure.
  func answerPointers() { state.withLock { $0.pointers = [:] } }

  /// Says where a device sits, to have its accesses checked.
  func solder(_ device: I2CAddress, behind mux: I2CAddress, channel: UInt8) {
    state.withLock {
      $0.routes[UInt16(device.rawValue)] = (UInt16(mux.rawValue), channel)
    }
  }

  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    try state.withLock { (state) throws(BusError) in
      state.largest = max(state.largest, messages.count)
      state.longest = max(state.longest, messages.reduce(0) { $0 + Int($1.length) })
      state.transfers.append(messages.map(Self.text))
      defer { Self.stop(&state) }
      for message in messages {
        if let failure = state.failures[message.address], failure.left > 0 {
          state.failures[message.address]?.left -= 1
          state.pointers?[message.address] = 0xEE
          throw failure.error
        }
        Self.check(message, &state)
        if message.flags.contains(.read) {
          let byte = state.pointers.map { $0[message.address] ?? 0 } ?? state.reply
          for offset in 0..<Int(message.length) { message.buffer[offset] = byte }
        } else if state.control[message.address] != nil, message.length == 1 {
          state.staged[message.address] = message.buffer[0]
        }
        if !message.flags.contains(.read), message.length == 1 {
          state.pointers?[message.address] = message.buffer[0]
        }
        if message.flags.contains(.stop) { Self.stop(&state) }
      }
    }
  }

  func pause(_ span: TimeSpan) {}

  private static func stop(_ state: inout State) {
    for (mux, channels) in state.staged { state.control[mux] = channels }
    state.staged = [:]
  }

  private static func check(_ message: I2CMessage, _ state: inout State) {
    guard let route = state.routes[message.address] else { return }
    let isRight = state.control.allSatisfy { mux, channels in
      channels == (mux == route.mux ? 1 << route.channel : 0)
    }
    if !isRight { state.misrouted.append("\(text(message)) with \(state.control) open") }
  }

  private static func text(_ message: I2CMessage) -> String {
    let address = String(message.address, radix: 16)
    let stop = message.flags.contains(.stop) ? " P" : ""
    if message.flags.contains(.read) { return "\(address) r \(message.length)\(stop)" }
    let bytes = (0..<Int(message.length)).map { offset in
      let digits = String(message.buffer[offset], radix: 16)
      return digits.count == 1 ? "0\(digits)" : digits
    }
    return (["\(address) w"] + bytes).joined(separator: " ") + stop
  }
}
