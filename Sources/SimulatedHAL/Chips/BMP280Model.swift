public import RobotHAL
public import RobotUnits
import Synchronization

/// BMP280 barometer. Source: Bosch BST-BMP280-DS001, sections 3 and 4.
///
/// Has the trim values of the datasheet's example until others are loaded. Measurements take the typical
/// times of table 13, and the values are those of the air when they are read first. The filter is not
/// modelled.
public final class BMP280Model: SimulatedChip {
  /// 0x76 or 0x77.
  public let address: I2CAddress
  private let surroundings: any AirSource
  private let state = Mutex(BMP280State())

  /// A chip at `address` in `air`.
  public init(address: I2CAddress, air: any AirSource) {
    self.address = address
    surroundings = air
  }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt8 { state.withLock { $0.registers[Int(register)] } }

  /// Puts `value` into a register. Once status or a measured register (0xF3, 0xF7...0xFC) was loaded, the
  /// chip measures no more.
  public func load(register: UInt8, value: UInt8) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply: the chip sleeps.
  public func powerCycle() { state.withLock { $0.reset() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    if state.withLock({ $0.update(at: now) }) {
      // The surroundings have a lock of their own: never call them with ours held.
      let air = surroundings.air(at: now)
      state.withLock { $0.measure(air) }
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
