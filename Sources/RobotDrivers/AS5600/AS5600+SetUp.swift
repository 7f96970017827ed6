public import RobotHAL

extension AS5600 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not an AS5600: it has no identity register, but CONF cannot read all ones.
    case identity(configurationRegister: UInt16)
    /// CONF did not take its value.
    case readBack(register: Register, wrote: UInt16, read: UInt16)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "AS5600", step: step.rawValue)
      case .identity(let value):
        "AS5600: CONF reads \(FailureText.hexadecimal(Int(value))), which no AS5600 gives; "
          + "check SDA for a short to the supply and that the device at this address is an AS5600"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "AS5600", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// CONF is read.
    case readConfiguration = "reading CONF"
    /// CONF is written.
    case configure = "writing CONF"
    /// CONF is read back.
    case verify = "reading back CONF"
    /// STATUS, AGC and MAGNITUDE are read.
    case inspectMagnet = "reading the magnet's status"
  }

  /// How the magnet stands, once the chip is set up. Reported, not judged: a hand at rest may have
  /// joints without a magnet yet.
  public struct MagnetReport: Hashable, Sendable {
    /// The STATUS flags.
    public let status: Status
    /// Automatic gain: 0...255 at 5 V, 0...128 at 3.3 V; the middle is best.
    public let gain: UInt8
    /// CORDIC magnitude, 0...4095.
    public let magnitude: UInt16
  }

  /// Sets CONF (slow filter, hysteresis off, normal power mode, watchdog off), reads it back and
  /// reports the magnet. Bits that are not the driver's keep their value. May be repeated at any
  /// time. Real-time: no.
  @discardableResult
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> MagnetReport
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let before = try registers.read(.configuration, on: &bus, step: .readConfiguration)
    guard before != 0xFFFF else { throw .identity(configurationRegister: before) }
    let wanted = before & ~ConfigurationBits.owned | configuration.bits
    try registers.write(.configuration, wanted, on: &bus, step: .configure)
    try registers.verify([(.configuration, wanted)], on: &bus, step: .verify)
    do {
      let status = try bus.read(1, from: configuration.address, register: Register.status.rawValue)
      let gain = try bus.read(3, from: configuration.address, register: Register.gain.rawValue)
      return MagnetReport(
        status: Status(byte: status[0]), gain: gain[0],
        magnitude: (UInt16(gain[1]) << 8 | UInt16(gain[2])) & 0x0FFF)
    } catch { throw .bus(error, step: .inspectMagnet) }
  }
}
