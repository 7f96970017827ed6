public import RobotHAL
public import RobotUnits
import Synchronization

/// AS5600 twelve-bit magnetic encoder. Source: ams AS5600 v1-06, sections "Register Description"
/// and "Angle Programming".
///
/// The angle is sampled with the high byte of a reading, so a two-byte burst is coherent and two
/// single-byte reads are not. The filters' delay and noise are not modelled. Burning is counted,
/// never done.
public final class AS5600Model: SimulatedChip {
  /// How the magnet stands over the sensor.
  public struct Magnet: Hashable, Sendable, BitwiseCopyable {
    /// STATUS.MD: there is one.
    public var isDetected: Bool
    /// STATUS.ML: the gain is at its maximum.
    public var isTooWeak: Bool
    /// STATUS.MH: the gain is at its minimum.
    public var isTooStrong: Bool

    /// A magnet, by default a good one.
    public init(isDetected: Bool = true, isTooWeak: Bool = false, isTooStrong: Bool = false) {
      self.isDetected = isDetected
      self.isTooWeak = isTooWeak
      self.isTooStrong = isTooStrong
    }
  }

  /// 0x36; 0x40 for an AS5600L.
  public let address: I2CAddress
  private let shaft: any ShaftAngleSource
  private let state = Mutex(AS5600State())

  /// A chip at `address` that looks at `shaft`.
  public init(address: I2CAddress = 0x36, shaft: any ShaftAngleSource) {
    self.address = address
    self.shaft = shaft
  }

  /// The magnet over the sensor.
  public var magnet: Magnet {
    get { state.withLock { $0.magnet } }
    set { state.withLock { $0.magnet = newValue } }
  }

  /// How often the BURN register was written. A driver that makes this anything but 0 has destroyed
  /// chips.
  public var burnCommands: Int { state.withLock { $0.burnCommands } }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt8 {
    state.withLock { $0.registers[Int(register)] }
  }

  /// Puts `value` into a register. A register that the chip measures (0x0B...0x0F, 0x1A...0x1C)
  /// holds the value from then on, whatever shaft and magnet do.
  public func load(register: UInt8, value: UInt8) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply. Unburnt settings are lost; loaded measurements stay.
  public func powerCycle() { state.withLock { $0.powerCycle() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else {
      state.withLock { $0.isAddressed = false }
      return false
    }
    state.withLock { $0.start(reading: reading) }
    return true
  }

  /// Takes a byte as the datasheet says.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    state.withLock { $0.write(byte) }
    return true
  }

  /// Gives the byte under the pointer.
  public func read(at now: MonotonicInstant) -> UInt8 {
    // The shaft has a lock of its own: never call it with ours held.
    if state.withLock({ $0.needsSample }) {
      let radians = shaft.angle(at: now)
      state.withLock { $0.sample(radians: radians) }
    }
    return state.withLock { $0.read() }
  }

  /// Ends the message.
  public func stop(at now: MonotonicInstant) { state.withLock { $0.isAddressed = false } }
}
