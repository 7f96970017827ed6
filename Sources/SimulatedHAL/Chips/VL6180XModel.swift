public import RobotHAL
public import RobotUnits
import Synchronization

/// VL6180X range sensor. Sources: ST VL6180X datasheet (DocID026171 Rev 6), sections 2 and 6; AN4545.
///
/// Ranges once or continuously, sets the interrupt status when a range ends, and ranges three times too far
/// until the settings of AN4545 were loaded after a reset. The ambient light sensor, thresholds, history and
/// another address are stored but do nothing.
public final class VL6180XModel: SimulatedChip {
  /// 0x29.
  public let address: I2CAddress
  private let scene: any DistanceSource
  private let state = Mutex(VL6180XState())

  /// A chip that looks at `target`.
  public init(address: I2CAddress = 0x29, target: any DistanceSource) {
    self.address = address
    scene = target
  }

  /// What a register (0...0x3FF) holds, without a bus access and its side effects.
  public func peek(register: UInt16) -> UInt8 {
    state.withLock { $0.registers[Int(register & 0x3FF)] }
  }

  /// Puts `value` into a register (0...0x3FF). Once a result (0x4D...0x80) was loaded, the chip ranges no
  /// more.
  public func load(register: UInt16, value: UInt8) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt16 { state.withLock { $0.pointer } }

  /// Removes and restores the supply: the chip is fresh out of reset.
  public func powerCycle() { state.withLock { $0.reset() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    if state.withLock({ $0.isRanging }) {
      // The scene has a lock of its own: never call it with ours held.
      let metres = scene.distance(at: now)
      state.withLock { $0.update(metres: metres, at: now) }
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
