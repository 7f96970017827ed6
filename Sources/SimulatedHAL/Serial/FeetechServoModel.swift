public import RobotUnits
import Synchronization

/// A Feetech STS servo: registers, EPROM with its lock, protocol, position loop. Sources: Feetech, "STS Servo
/// - Memory Table Analysis" and "SCS Communication Protocol Manual" V1.0.
///
/// It moves by itself, with the speed and acceleration that it was told, or turns a `ServoMechanism`. An SCS
/// servo has its words the other way round and takes no `syncRead`. A goal written to a servo without torque
/// switches the torque on, as some of them do and no driver may rely on.
public final class FeetechServoModel: SimulatedSerialDevice {
  /// What it is, and what its EPROM says when it leaves the factory.
  public struct Kind: Hashable, Sendable {
    /// MODEL_NUMBER.
    public var model: UInt16
    /// "Protocol end": 0 for STS (low byte first), 1 for SCS.
    public var isBigEndian: Bool
    /// Counts of its encoder: 4096, or 1024 over 300 degrees.
    public var counts: Int

    /// STS3215.
    public static let sts3215 = Kind(model: 777, isBigEndian: false, counts: 4096)
    /// SCS0009.
    public static let scs0009 = Kind(model: 1284, isBigEndian: true, counts: 1024)
  }

  private let state: Mutex<FeetechServoState>

  /// A servo with `id`, its shaft at `counts`, without torque. With `mechanism` that has the shaft.
  public init(
    id: UInt8, kind: Kind = .sts3215, counts: Int = 2048, mechanism: (any ServoMechanism)? = nil
  ) {
    state = Mutex(
      FeetechServoState(id: id, kind: kind, counts: Double(counts), mechanism: mechanism))
  }

  /// What it is exposed to when nothing is wrong: its supply [V] and its temperature [degC].
  public static let usual = (volts: 12.0, celsius: 30.0)

  // MARK: From outside

  /// What a register holds, without a request and its side effects.
  public func peek(register: UInt8) -> UInt8 {
    state.withLock { $0.registers[Int(register)] }
  }

  /// Puts `value` into a register, and into EPROM where it is one of its.
  public func load(register: UInt8, value: UInt8) {
    state.withLock { $0.load(Int(register), value) }
  }

  /// How many bytes of EPROM were written. Each wears out after some 100 000.
  public var epromWrites: Int { state.withLock { $0.epromWrites } }

  /// Where the shaft is, in counts of the encoder itself.
  public var shaft: Double { state.withLock { $0.motion.counts } }

  /// What the servo is exposed to: its supply [V], its temperature [degC] and the load on its shaft as a
  /// share of what it can bear.
  public func expose(volts: Double? = nil, celsius: Double? = nil, load: Double? = nil) {
    state.withLock { state in
      if let volts { state.volts = volts }
      if let celsius { state.celsius = celsius }
      if let load { state.load = load }
    }
  }

  /// How much later than its RETURN_DELAY_TIME it answers.
  public func setLateness(_ lateness: TimeSpan) { state.withLock { $0.lateness = lateness } }

  /// Unplugs the servo, or plugs it in again, which is a power-on.
  public func setPlugged(_ isPlugged: Bool) {
    state.withLock { state in
      if isPlugged, !state.isPlugged { state.powerOn() }
      state.isPlugged = isPlugged
    }
  }

  /// Removes and restores the supply: what was written with the lock on is lost.
  public func powerCycle() { state.withLock { $0.powerOn() } }

  // MARK: SimulatedSerialDevice

  public func connect(speed: Frequency) { state.withLock { $0.speed = speed.hertz } }

  public func receive(
    _ byte: UInt8, at now: MonotonicInstant, answering frames: inout SerialFrames
  ) {
    state.withLock { $0.receive(byte, at: now, answering: &frames) }
  }
}
