public import RobotHAL
public import RobotUnits
import Synchronization

/// MPL115A2 barometer. Source: NXP MPL115A2 Rev. 9, section 3.
///
/// Has the coefficients of the datasheet's example until others are loaded. A conversion takes the longest
/// time that the datasheet allows; until it is over, the old result is read.
public final class MPL115A2Model: SimulatedChip {
  /// 0x60.
  public let address: I2CAddress
  private let surroundings: any AirSource
  private let state = Mutex(MPL115A2State())

  /// A chip in `air`.
  public init(address: I2CAddress = 0x60, air: any AirSource) {
    self.address = address
    surroundings = air
  }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt8 { state.withLock { $0.registers[Int(register)] } }

  /// Puts `value` into a register. Once a measured register (0...3) was loaded, the chip converts no more.
  public func load(register: UInt8, value: UInt8) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply: nothing is measured until the next conversion.
  public func powerCycle() { state.withLock { $0.powerCycle() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    // The surroundings have a lock of their own: never call them with ours held.
    if let instant = state.withLock({ $0.takeConversion(at: now) }) {
      let air = surroundings.air(at: instant)
      state.withLock { $0.convert(air) }
    }
    state.withLock { $0.start(reading: reading) }
    return true
  }

  /// Takes a byte as the datasheet says.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    state.withLock { $0.write(byte, at: now) }
    return true
  }

  /// Gives the byte under the pointer.
  public func read(at now: MonotonicInstant) -> UInt8 { state.withLock { $0.read() } }

  /// Ends the message.
  public func stop(at now: MonotonicInstant) {}
}
