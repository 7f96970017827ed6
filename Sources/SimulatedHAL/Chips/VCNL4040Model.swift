public import RobotHAL
public import RobotUnits
import Synchronization

/// VCNL4040 proximity and ambient light sensor. Source: Vishay document 84274 Rev. 1.4.
///
/// Words, low byte first. A register is selected for one transfer: the chip has forgotten it after a STOP,
/// so a read needs the repeated START. Interrupt thresholds are stored but never trip.
public final class VCNL4040Model: SimulatedChip {
  /// 0x60.
  public let address: I2CAddress
  private let scene: any LightSource
  private let state = Mutex(VCNL4040State())

  /// A chip that looks at `light`.
  public init(address: I2CAddress = 0x60, light: any LightSource) {
    self.address = address
    scene = light
  }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt16 { state.withLock { $0.registers[Int(register)] } }

  /// Puts `value` into a register. Once a measured register (0x08...0x0B) was loaded, the chip measures no
  /// more.
  public func load(register: UInt8, value: UInt16) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that is read and written.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply: both sensors are shut down.
  public func powerCycle() { state.withLock { $0.reset() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    if reading, state.withLock({ $0.hasResult(at: now) }) {
      // The scene has a lock of its own: never call it with ours held.
      let light = scene.light(at: now)
      state.withLock { $0.measure(light, at: now) }
    }
    state.withLock { $0.start(reading: reading) }
    return true
  }

  /// Takes a byte as the datasheet says.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    state.withLock { $0.write(byte, at: now) }
    return true
  }

  /// Gives the next byte of the register.
  public func read(at now: MonotonicInstant) -> UInt8 { state.withLock { $0.read() } }

  /// Ends the transfer; the selection is forgotten.
  public func stop(at now: MonotonicInstant) { state.withLock { $0.pointer = 0 } }
}
