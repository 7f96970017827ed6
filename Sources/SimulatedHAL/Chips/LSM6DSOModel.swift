public import RobotHAL
public import RobotUnits
import Synchronization

/// LSM6DSO accelerometer and gyroscope. Source: ST DS12140 rev 2.
///
/// It measures at the rates of CTRL1_XL and CTRL2_G. Words are always whole, as with BDU. Filters,
/// noise, the FIFO and the embedded functions are not modelled.
public final class LSM6DSOModel: SimulatedChip {
  /// 0x6A or 0x6B.
  public let address: I2CAddress
  private let source: any InertialSource
  private let state = Mutex(LSM6DSOState())

  /// A chip at `address` on `source`.
  public init(address: I2CAddress = 0x6A, source: any InertialSource) {
    self.address = address
    self.source = source
  }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt8 { state.withLock { $0.registers[Int(register)] } }

  /// Puts `value` into a register. A register that the chip measures (0x1E...0x2D), and WHO_AM_I, hold
  /// the value from then on.
  public func load(register: UInt8, value: UInt8) { state.withLock { $0.load(register, value) } }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.registers.pointer } }

  /// Removes and restores the supply: the chip measures no more.
  public func powerCycle() { state.withLock { $0.reset() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    state.withLock { $0.start(reading: reading) }
    guard reading else { return true }
    let due = state.withLock { $0.due(at: now) }
    if due.isAny {
      // The source has a lock of its own: never call it with ours held.
      let motion = source.motion(at: now)
      state.withLock { $0.sample(motion, due) }
    }
    return true
  }

  /// Takes a byte as the datasheet says.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    state.withLock { $0.write(byte, at: now) }
    return true
  }

  /// Gives the byte under the pointer.
  public func read(at now: MonotonicInstant) -> UInt8 { state.withLock { $0.read(at: now) } }

  /// Ends the message.
  public func stop(at now: MonotonicInstant) {}
}
