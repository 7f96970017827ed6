public import RobotHAL
import RobotUnits

extension BMP280 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not a BMP280.
    case identity(UInt8)
    /// The chip still copied its trim values 20 ms after a reset.
    case notReady(status: UInt8)
    /// The trim values are none.
    case trim
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "BMP280", step: step.rawValue)
      case .identity(let value):
        "BMP280: id reads \(FailureText.hexadecimal(Int(value))) instead of 0x58; 0x60 is a BME280 "
          + "and 0x55 a BMP180, often sold as BMP280: check the part"
      case .notReady(let status):
        "BMP280: status reads \(FailureText.hexadecimal(Int(status))) 20 ms after a reset; measure "
          + "the supply"
      case .trim:
        "BMP280: the trim values are all alike or lack dig_T1 or dig_P1; the chip or the bus is "
          + "broken: try another chip"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "BMP280", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// id is read.
    case identify = "reading the identity"
    /// reset is written.
    case reset = "resetting the chip"
    /// status is read until the trim values are there.
    case wait = "waiting for the trim values"
    /// The trim values are read.
    case readTrim = "reading the trim values"
    /// config and ctrl_meas are written.
    case configure = "writing the settings"
    /// config and ctrl_meas are read back.
    case verify = "reading back the settings"
  }

  /// Identifies and resets the chip, reads its trim values, starts it in normal mode, reads the settings
  /// back and waits for the first measurement. May be repeated at any time. Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> Decoder
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let identity = try registers.read(.identity, on: &bus, step: .identify)
    guard identity == Bits.identity else { throw .identity(identity) }
    try registers.write(.reset, Bits.reset, on: &bus, step: .reset)
    try awaitTrim(registers, on: &bus)
    let bytes = try registers.read(24, from: .trim, on: &bus, step: .readTrim)
    var words = InlineArray<12, UInt16>(repeating: 0)
    for index in 0..<12 {
      words[index] = UInt16(bytes[2 * index + 1]) << 8 | UInt16(bytes[2 * index])
    }
    guard let trim = Trim(words: words) else { throw .trim }
    // config is ignored in normal mode (section 4.3.5), so it comes first.
    let settings: [(Register, UInt8)] = [
      (.configuration, configuration.configurationRegister),
      (.control, configuration.controlRegister),
    ]
    for (register, value) in settings {
      try registers.write(register, value, on: &bus, step: .configure)
    }
    try registers.verify(settings, on: &bus, step: .verify)
    bus.pause(configuration.period)
    return Decoder(trim: trim)
  }

  /// The start-up takes 2 ms (table 2).
  private static func awaitTrim(_ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus)
    throws(Failure)
  {
    var status: UInt8 = 0
    for _ in 0..<10 {
      bus.pause(.milliseconds(2))
      status = try registers.read(.status, on: &bus, step: .wait)
      if status & Bits.copying == 0 { return }
    }
    throw .notReady(status: status)
  }
}
