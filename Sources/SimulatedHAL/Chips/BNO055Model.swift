public import RobotHAL
public import RobotUnits
import Synchronization

/// BNO055 orientation sensor. Source: BST-BNO055-DS000 1.8.
///
/// It does not acknowledge until it has started, obeys its mode, and gives what the source says as
/// fused. Clock stretching, the Euler angles, calibration, the interrupts and units other than the
/// default ones are not modelled.
public final class BNO055Model: SimulatedChip {
  /// 0x28 or 0x29.
  public let address: I2CAddress
  private let source: any InertialSource
  private let state: Mutex<BNO055State>

  /// A chip at `address` on `source` that has started; after a loss of power or a reset it starts for
  /// `startUp` (section 1.2).
  public init(
    address: I2CAddress = 0x28, source: any InertialSource,
    startUp: TimeSpan = .milliseconds(650)
  ) {
    self.address = address
    self.source = source
    state = Mutex(BNO055State(startUp: startUp))
  }

  /// What a register holds (page · 256 + address), without a bus access.
  public func peek(register: UInt16) -> UInt8 { state.withLock { $0.registers[Int(register)] } }

  /// Puts `value` into a register (page · 256 + address). A register that the chip measures (0x00...0x06,
  /// 0x08...0x3A) holds the value from then on.
  public func load(register: UInt16, value: UInt8) {
    state.withLock { $0.load(Int(register), value) }
  }

  /// The open page, 0 or 1.
  public var page: Int { state.withLock { $0.page } }

  /// The register of the page that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.registers.pointer } }

  /// SYS_ERR: other than 0 the chip is in its error state, out of which a reset brings it.
  public var systemError: UInt8 {
    get { state.withLock { $0.systemError } }
    set { state.withLock { $0.systemError = newValue } }
  }

  /// Removes and restores the supply: the chip starts, and is then in the configuration mode.
  public func powerCycle() { state.withLock { $0.powerCycle() } }

  /// Acknowledges its own address, once it has started.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    guard state.withLock({ $0.start(reading: reading, at: now) }) else { return false }
    if reading, state.withLock({ $0.isDue(at: now) }) {
      // The source has a lock of its own: never call it with ours held.
      let motion = source.motion(at: now)
      state.withLock { $0.sample(motion) }
    }
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
