public import RobotHAL
public import RobotUnits
import Synchronization

/// AK09916 magnetometer. Source: Asahi Kasei 015007392-E-02.
///
/// In an ICM-20948 its Y and Z point the other way than those of the accelerometer, in whose axes the
/// source gives the field (DS-000189, orientation of axes).
public final class AK09916Model: SimulatedChip {
  /// 0x0C.
  public let address: I2CAddress = 0x0C
  private let source: any InertialSource
  private let state = Mutex(AK09916State())

  /// A magnetometer on `source`.
  public init(source: any InertialSource) { self.source = source }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt8 { state.withLock { $0.registers[Int(register)] } }

  /// Puts `value` into a register. A register that the chip measures (0x00...0x18) holds the value from
  /// then on.
  public func load(register: UInt8, value: UInt8) { state.withLock { $0.load(register, value) } }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.registers.pointer } }

  /// Removes and restores the supply: the chip is in power-down mode.
  public func powerCycle() { state.withLock { $0.reset() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    if reading, state.withLock({ $0.isDue(at: now) }) {
      // The source has a lock of its own: never call it with ours held.
      let field = source.motion(at: now).magneticField
      state.withLock { $0.sample(field: field * [1, -1, -1]) }
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
