public import RobotHAL
public import RobotUnits
import Synchronization

/// MT6701 fourteen-bit magnetic encoder on I2C. Source: MagnTek MT6701 Rev. 1.5, "I2C Interface" and
/// "EEPROM".
///
/// The angle is sampled with the byte under which a read begins; a burst is coherent and two reads are
/// not. Hysteresis, the incremental and analog outputs and noise are not modelled. The EEPROM command is
/// counted, never done.
public final class MT6701Model: SimulatedChip {
  /// 0x06, or 0x46.
  public let address: I2CAddress
  private let shaft: any ShaftAngleSource
  private let state = Mutex(MT6701State())

  /// A chip at `address` that looks at `shaft`.
  public init(address: I2CAddress = 0x06, shaft: any ShaftAngleSource) {
    self.address = address
    self.shaft = shaft
  }

  /// How often the EEPROM was told to store (0x09 = 0xB3, then 0x0A = 0x05).
  public var programCommands: Int { state.withLock { $0.programCommands } }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt8 {
    state.withLock { $0.registers[Int(register)] }
  }

  /// Puts `value` into a register, and into the EEPROM behind it. The angle (0x03, 0x04) holds the value
  /// from then on, whatever the shaft does.
  public func load(register: UInt8, value: UInt8) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply: the settings are those of the EEPROM again.
  public func powerCycle() { state.withLock { $0.powerCycle() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    state.withLock { $0.start(reading: reading) }
    return true
  }

  /// Takes a byte as the datasheet says.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    state.withLock { $0.write(byte) }
    return true
  }

  /// Gives the byte under the pointer.
  public func read(at now: MonotonicInstant) -> UInt8 {
    // The shaft has a lock of its own: never call it with ours held.
    if state.withLock({ $0.needsSample }) {
      let radians = shaft.angle(at: now)
      state.withLock { $0.sample(radians: radians) }
    }
    return state.withLock { $0.read() }
  }

  /// Ends the message.
  public func stop(at now: MonotonicInstant) {}
}
