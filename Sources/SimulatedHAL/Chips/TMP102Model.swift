public import RobotHAL
public import RobotUnits
import Synchronization

/// TMP102 temperature sensor. Source: TI SBOS397, sections 6.3 to 6.5.
///
/// Converts in 26 ms, then at its rate. The ALERT pin and its fault queue are not modelled.
public final class TMP102Model: SimulatedChip {
  /// 0x48...0x4B.
  public let address: I2CAddress
  private let body: any TemperatureSource
  private let state = Mutex(TMP102State())

  /// A chip at `address` that is as warm as `body`.
  public init(address: I2CAddress = 0x48, body: any TemperatureSource) {
    self.address = address
    self.body = body
  }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt16 { state.withLock { $0.registers[Int(register)] } }

  /// Puts `value` into a register. Once the temperature (0) was loaded, the chip converts no more.
  public func load(register: UInt8, value: UInt16) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that is read and written.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply of the chip: its settings are lost, and the temperature is 0 until
  /// the first conversion.
  public func powerCycle() { state.withLock { $0.reset() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    if state.withLock({ $0.hasResult(at: now) }) {
      // The body has a lock of its own: never call it with ours held.
      let celsius = body.celsius(at: now)
      state.withLock { $0.convert(celsius: celsius) }
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
