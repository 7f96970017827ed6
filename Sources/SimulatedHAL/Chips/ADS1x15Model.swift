public import RobotHAL
public import RobotUnits
import Synchronization

/// ADS1115 or ADS1015 converter behind its multiplexer. Source: TI SBAS444 and SBAS473.
///
/// A conversion takes its nominal time and gives the voltages of its end. The comparator and its pin are
/// not modelled.
public final class ADS1x15Model: SimulatedChip {
  /// Which converter it is.
  public enum Part: Sendable {
    /// 16 bits.
    case ads1115
    /// 12 bits.
    case ads1015
  }

  /// 0x48...0x4B.
  public let address: I2CAddress
  private let inputs: any VoltageSource
  private let state: Mutex<ADS1x15State>

  /// A chip at `address`, with `inputs` at its pins.
  public init(part: Part, address: I2CAddress = 0x48, inputs: any VoltageSource) {
    self.address = address
    self.inputs = inputs
    state = Mutex(ADS1x15State(isADS1015: part == .ads1015))
  }

  /// What a register holds, without a bus access.
  public func peek(register: UInt8) -> UInt16 { state.withLock { $0.word(register) } }

  /// Puts `value` into a register. A loaded CONVERSION stays, whatever is converted.
  public func load(register: UInt8, value: UInt16) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that is read and written.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply.
  public func powerCycle() { state.withLock { $0.powerCycle() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    convert(until: now)
    state.withLock { $0.start(reading: reading) }
    return true
  }

  /// Takes a byte as the datasheet says.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    convert(until: now)
    state.withLock { $0.write(byte, at: now) }
    return true
  }

  /// Gives a byte of the register.
  public func read(at now: MonotonicInstant) -> UInt8 { state.withLock { $0.read() } }

  /// Ends the message.
  public func stop(at now: MonotonicInstant) {}

  private func convert(until now: MonotonicInstant) {
    // The source has a lock of its own: never call it with ours held.
    while let done = state.withLock({ $0.finished(at: now) }) {
      let pins: (Int, Int?) =
        switch done.configuration >> 12 & 7 {
        case 0: (0, 1)
        case 1: (0, 3)
        case 2: (1, 3)
        case 3: (2, 3)
        case let input: (Int(input) - 4, nil)
        }
      let below = pins.1.map { inputs.volts(terminal: $0, at: done.end) } ?? 0
      let volts = inputs.volts(terminal: pins.0, at: done.end) - below
      state.withLock { $0.finish(done, volts: volts) }
    }
  }
}
