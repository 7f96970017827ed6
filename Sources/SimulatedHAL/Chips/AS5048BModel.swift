public import RobotHAL
public import RobotUnits
import Synchronization

/// AS5048B fourteen-bit magnetic encoder. Source: ams AS5048A/AS5048B v1-11, "I2C interface" and
/// figure 26.
///
/// The angle is sampled when a read begins, or with the gain register of a burst; a burst is coherent and
/// two reads are not. Noise is not modelled. Programming is counted, never done.
public final class AS5048BModel: SimulatedChip {
  /// How the magnet stands over the sensor.
  public struct Magnet: Hashable, Sendable, BitwiseCopyable {
    /// COMP high: the field is too weak.
    public var isTooWeak: Bool
    /// COMP low: the field is too strong.
    public var isTooStrong: Bool
    /// COF: the CORDIC overflows.
    public var overflows: Bool

    /// A magnet, by default a good one.
    public init(isTooWeak: Bool = false, isTooStrong: Bool = false, overflows: Bool = false) {
      self.isTooWeak = isTooWeak
      self.isTooStrong = isTooStrong
      self.overflows = overflows
    }
  }

  /// 0x40...0x43.
  public let address: I2CAddress
  private let shaft: any ShaftAngleSource
  private let state: Mutex<AS5048BState>

  /// A chip at `address` that looks at `shaft`, powered long ago.
  public init(address: I2CAddress = 0x40, shaft: any ShaftAngleSource) {
    self.address = address
    self.shaft = shaft
    state = Mutex(AS5048BState(address: address.rawValue))
  }

  /// The magnet over the sensor.
  public var magnet: Magnet {
    get { state.withLock { $0.magnet } }
    set { state.withLock { $0.magnet = newValue } }
  }

  /// How often PROG (0x03) was written. A driver that makes this anything but 0 destroys chips.
  public var programCommands: Int { state.withLock { $0.programCommands } }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt8 {
    state.withLock { $0.registers[Int(register)] }
  }

  /// Puts `value` into a register. A register that the chip measures (0xFA...0xFF) holds the value from
  /// then on, whatever shaft and magnet do.
  public func load(register: UInt8, value: UInt8) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply: the zero position is lost, and the chip takes its 10 ms to start
  /// from when it is next looked at. Loaded measurements stay.
  public func powerCycle() { state.withLock { $0.powerCycle() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
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
      state.withLock { $0.sample(radians: radians, at: now) }
    }
    return state.withLock { $0.read() }
  }

  /// Ends the message.
  public func stop(at now: MonotonicInstant) {}
}
