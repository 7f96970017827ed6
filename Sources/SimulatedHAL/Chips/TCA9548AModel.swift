public import RobotHAL
public import RobotUnits
import Synchronization

/// TCA9548A eight-channel switch. Source: TI SCPS207, sections 8.3.2 and 8.5.
///
/// One control register without a pointer: each written byte replaces the last, and the channels
/// change at the STOP. Chips behind several closed channels share the wires.
public final class TCA9548AModel: SimulatedChip, LineObserver {
  private struct State {
    var control: UInt8 = 0
    var staged: UInt8 = 0
    var isStaged = false
    var isAddressed = false
    var isInReset = false
    var channels = [BusSegment](repeating: BusSegment(), count: 8)
  }

  /// 0x70...0x77.
  public let address: I2CAddress
  private let state = Mutex(State())

  /// A switch at `address` with all channels open.
  public init(address: I2CAddress) { self.address = address }

  /// Solders `chip` to `channel` (0...7). Real-time: no.
  public func attach(_ chip: any SimulatedChip, channel: Int) {
    state.withLock { $0.channels[channel].attach(chip) }
  }

  /// The control register: bit n closes channel n. Setting it acts at once, without a STOP.
  public var control: UInt8 {
    get { state.withLock { $0.control } }
    set { state.withLock { $0.control = newValue } }
  }

  /// Whether the wires of `channel` (0...7) are connected to the bus.
  public func isClosed(_ channel: Int) -> Bool {
    state.withLock { $0.control & (1 << channel) != 0 }
  }

  /// Swaps what is soldered to two channels (0...7).
  public func swapChannels(_ one: Int, _ other: Int) {
    state.withLock { $0.channels.swapAt(one, other) }
  }

  /// What is soldered to `channel`.
  func segment(_ channel: Int) -> BusSegment { state.withLock { $0.channels[channel] } }

  /// The RESET pin, or power: all channels open. The chips behind keep their state.
  public func powerCycle() {
    state.withLock { state in
      state.control = 0
      state.isStaged = false
      state.isAddressed = false
    }
  }

  /// The RESET pin, active low: attach the switch to the line of its pin.
  public func levelChanged(to isHigh: Bool) {
    powerCycle()
    state.withLock { $0.isInReset = !isHigh }
  }

  /// Acknowledges its own address, or whoever does behind a closed channel.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    state.withLock { state in
      guard !state.isInReset else { return false }
      state.isAddressed = address == self.address.rawValue
      var acknowledged = state.isAddressed
      for channel in 0..<8 where state.control & (1 << channel) != 0 {
        if state.channels[channel].start(address: address, reading: reading, at: now) {
          acknowledged = true
        }
      }
      return acknowledged
    }
  }

  /// Takes the control byte; passes the byte on to closed channels.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    state.withLock { state in
      if state.isAddressed {
        state.staged = byte
        state.isStaged = true
      }
      var acknowledged = state.isAddressed
      for channel in 0..<8 where state.control & (1 << channel) != 0 {
        if state.channels[channel].write(byte, at: now) { acknowledged = true }
      }
      return acknowledged
    }
  }

  /// Gives the control register, ANDed with the chips behind closed channels.
  public func read(at now: MonotonicInstant) -> UInt8 {
    state.withLock { state in
      var byte = state.isAddressed ? state.control : 0xFF
      for channel in 0..<8 where state.control & (1 << channel) != 0 {
        byte &= state.channels[channel].read(at: now)
      }
      return byte
    }
  }

  /// Ends the message on closed channels, then switches.
  public func stop(at now: MonotonicInstant) {
    state.withLock { state in
      state.isAddressed = false
      for channel in 0..<8 where state.control & (1 << channel) != 0 {
        state.channels[channel].stop(at: now)
      }
      if state.isStaged { state.control = state.staged }
      state.isStaged = false
    }
  }
}
