public import RobotHAL
public import RobotUnits
import Synchronization

/// MPU-6050 accelerometer and gyroscope. Source: InvenSense RM-MPU-6000A-00 4.2.
///
/// It measures at the rate that SMPLRT_DIV says; a burst is of one instant. The filter's delay, noise,
/// the FIFO and the auxiliary bus are not modelled.
public final class MPU6050Model: SimulatedChip {
  /// 0x68 or 0x69.
  public let address: I2CAddress
  private let source: any InertialSource
  private let state: Mutex<MPU6050State>

  /// A chip at `address` on `source`; a relative of it answers WHO_AM_I with another `identity`.
  public init(
    address: I2CAddress = 0x68, identity: UInt8 = 0x68, source: any InertialSource
  ) {
    self.address = address
    self.source = source
    state = Mutex(MPU6050State(identity: identity))
  }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt8 { state.withLock { $0.registers[Int(register)] } }

  /// Puts `value` into a register. A register that the chip measures (0x3A...0x48), and WHO_AM_I, hold
  /// the value from then on.
  public func load(register: UInt8, value: UInt8) { state.withLock { $0.load(register, value) } }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.registers.pointer } }

  /// Removes and restores the supply: the chip sleeps.
  public func powerCycle() { state.withLock { $0.reset() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    if reading, state.withLock({ $0.isDue(at: now) }) {
      // The source has a lock of its own: never call it with ours held.
      let motion = source.motion(at: now)
      state.withLock { $0.sample(motion) }
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
