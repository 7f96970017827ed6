public import RobotHAL
public import RobotUnits
import Synchronization

/// MLX90393 magnetometer. Source: Melexis datasheet of the MLX90393.
///
/// A measurement takes the datasheet's time and gives the field of its end. Not modelled: noise, wake-up
/// on change, the effect of offsets and of the temperature on the field. The lasting memory is never
/// written; HS is counted.
public final class MLX90393Model: SimulatedChip {
  /// 0x0C...0x13 or 0x18.
  public let address: I2CAddress
  private let field: any MagneticSource
  private let state: Mutex<MLX90393State>

  /// A chip at `address` in `field`; after a reset it does not answer for `startUp`.
  public init(
    address: I2CAddress = 0x0C, field: any MagneticSource,
    startUp: TimeSpan = .microseconds(1500)
  ) {
    self.address = address
    self.field = field
    state = Mutex(MLX90393State(startUp: startUp))
  }

  /// What a register holds, without a bus access.
  public func peek(register: UInt8) -> UInt16 {
    state.withLock { $0.registers[Int(register & 0x3F)] }
  }

  /// Puts `value` into a register and into the lasting memory behind it.
  public func load(register: UInt8, value: UInt16) {
    state.withLock { $0.load(Int(register & 0x3F), value) }
  }

  /// Puts raw words where T, X, Y and Z are measured; they stay, whatever the field does.
  public func load(temperature: UInt16, x: UInt16, y: UInt16, z: UInt16) {
    state.withLock { $0.load(words: [temperature, x, y, z]) }
  }

  /// How often the lasting memory was to be written. Anything but 0 has worn chips out.
  public var storeCommands: Int { state.withLock { $0.storeCommands } }

  /// Removes and restores the supply: settings and modes are lost. It answers at once.
  public func powerCycle() { state.withLock { $0.powerCycle() } }

  /// The bytes of the last command, as far as it came.
  public var command: [UInt8] { state.withLock { $0.command } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    measure(until: now)
    return state.withLock { $0.start(reading: reading, at: now) }
  }

  /// Takes a byte of a command.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    measure(until: now)
    state.withLock { $0.write(byte, at: now) }
    return true
  }

  /// Gives a byte of the answer.
  public func read(at now: MonotonicInstant) -> UInt8 { state.withLock { $0.read() } }

  /// Ends the message.
  public func stop(at now: MonotonicInstant) { state.withLock { $0.stop(at: now) } }

  private func measure(until now: MonotonicInstant) {
    // The field has a lock of its own: never call it with ours held.
    guard let instant = state.withLock({ $0.finished(at: now) }) else { return }
    let reading = field.magnetic(at: instant)
    state.withLock { $0.finish(instant, reading: reading) }
  }
}
