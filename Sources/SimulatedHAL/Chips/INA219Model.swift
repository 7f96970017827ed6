public import RobotHAL
public import RobotUnits
import Synchronization

/// INA219 shunt and bus monitor. Source: TI SBOS448, sections 8.3 to 8.6, and TI E2E 647053: reading the
/// bus voltage clears CNVR.
///
/// Conversions take the time that CONFIGURATION says; their results are the supply at the moment they
/// are first read.
public final class INA219Model: SimulatedChip {
  /// 0x40...0x4F.
  public let address: I2CAddress
  /// The shunt [Ω].
  public let shuntOhms: Double
  private let supply: any PowerSource
  private let state = Mutex(INA219State())

  /// A chip at `address`, with `shuntOhms` between its inputs.
  public init(address: I2CAddress, shuntOhms: Double, supply: any PowerSource) {
    self.address = address
    self.shuntOhms = shuntOhms
    self.supply = supply
  }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt16 { state.withLock { $0.registers[Int(register)] } }

  /// Puts `value` into a register. Once a measured register (1...4) was loaded, the chip converts no
  /// more and all of them hold their values.
  public func load(register: UInt8, value: UInt16) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that is read and written.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply of the chip: configuration and calibration are lost.
  public func powerCycle() { state.withLock { $0.reset() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    if reading, state.withLock({ $0.hasResult(at: now) }) {
      // The supply has a lock of its own: never call it with ours held.
      let reading = supply.power(at: now)
      state.withLock {
        $0.convert(shuntVolts: reading.amperes * shuntOhms, busVolts: reading.busVolts)
      }
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
