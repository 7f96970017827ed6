public import RobotHAL
import RobotUnits

extension LM75 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is no LM75A: `register` has bits that read 0 in one.
    case identity(register: Register, read: UInt16)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt16, read: UInt16)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "LM75", step: step.rawValue)
      case .identity(let register, let read):
        "LM75: \(register.name) reads \(FailureText.hexadecimal(Int(read))), which neither LM75A nor "
          + "PCT2075 gives; 0x48 is also the default of TMP102, ADS1115 and ADS1015: check the "
          + "address and the part"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "LM75", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// Conf, Thyst and Tos are read.
    case identify = "reading Conf, Thyst and Tos"
    /// Thyst and Tos are written.
    case setLimits = "writing Thyst and Tos"
    /// Conf is written.
    case configure = "writing Conf"
    /// All three are read back.
    case verify = "reading back the settings"
    /// The temperature is read until there is one.
    case awaitConversion = "waiting for the first conversion"
  }

  /// Writes Thyst, Tos and Conf (OS active low, comparator mode), reads them back and waits for the
  /// first temperature, at most 0.2 s. The chip has no identity register: bits that read 0 tell it. May
  /// be repeated at any time. Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure)
  {
    let address = configuration.address
    let registers = SetUpRegisters<Failure>(address: address)
    // A TMP102 reads 0x60 and an ADS1115 0x85 here.
    let before = try configurationByte(registers, on: &bus, step: .identify)
    guard before & 0xE0 == 0 else { throw .identity(register: .configuration, read: before) }
    for register in [Register.hysteresis, .overTemperature] {
      let limit = try registers.read(register, on: &bus, step: .identify)
      guard limit & 0x007F == 0 else { throw .identity(register: register, read: limit) }
    }
    let hysteresis = limit(celsius: configuration.releaseCelsius)
    let overTemperature = limit(celsius: configuration.tripCelsius)
    try registers.write(.hysteresis, hysteresis, on: &bus, step: .setLimits)
    try registers.write(.overTemperature, overTemperature, on: &bus, step: .setLimits)
    let wanted = configuration.faultQueue.rawValue
    do {
      try bus.write([Register.configuration.rawValue, wanted], to: address)
    } catch { throw .bus(error, step: .configure) }
    let read = try configurationByte(registers, on: &bus, step: .verify)
    guard read == UInt16(wanted) else {
      throw .readBack(register: .configuration, wrote: UInt16(wanted), read: read)
    }
    try registers.verify(
      [(.hysteresis, hysteresis), (.overTemperature, overTemperature)], on: &bus, step: .verify)
    try awaitConversion(registers, on: &bus)
  }

  /// Conf is the one register of eight bits.
  private static func configurationByte(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus, step: Step
  ) throws(Failure) -> UInt16 {
    UInt16(try registers.read(1, from: .configuration, on: &bus, step: step)[0])
  }

  /// Until the first conversion the register holds 0.
  private static func awaitConversion(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus
  ) throws(Failure) {
    let pause = TimeSpan.milliseconds(20)
    var waited = TimeSpan.zero
    while try registers.read(.temperature, on: &bus, step: .awaitConversion) == 0,
      waited < firstConversion
    {
      bus.pause(pause)
      waited = waited + pause
    }
  }
}
