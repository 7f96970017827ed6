public import RobotHAL
public import RobotUnits
import Synchronization

/// INA260 current and bus monitor. Source: TI SBOS656, sections 8.3 to 8.6.
///
/// Conversions take the time that CONFIGURATION says; their results are the supply at the moment they
/// are first read. The alert limit is stored but never trips.
public final class INA260Model: SimulatedChip {
  /// 0x40...0x4F.
  public let address: I2CAddress
  private let supply: any PowerSource
  private let state = Mutex(INA260State())

  /// A chip at `address` in the line of `supply`.
  public init(address: I2CAddress, supply: any PowerSource) {
    self.address = address
    self.supply = supply
  }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt16 { state.withLock { $0.registers[Int(register)] } }

  /// Puts `value` into a register. Once a measured register (1...3) was loaded, the chip converts no
  /// more and all of them hold their values.
  public func load(register: UInt8, value: UInt16) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that is read and written.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply of the chip: its settings are lost.
  public func powerCycle() { state.withLock { $0.reset() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    if reading, state.withLock({ $0.hasResult(at: now) }) {
      // The supply has a lock of its own: never call it with ours held.
      let reading = supply.power(at: now)
      state.withLock { $0.convert(amperes: reading.amperes, busVolts: reading.busVolts) }
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
