public import RobotHAL
import RobotUnits

extension TMP102 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is no TMP102: bits of CONFIGURATION that are fixed in one differ.
    case identity(configurationRegister: UInt16)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt16, read: UInt16)
    /// The chip does not convert.
    case noConversion(temperatureRegister: UInt16)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "TMP102", step: step.rawValue)
      case .identity(let value):
        "TMP102: CONFIGURATION reads \(FailureText.hexadecimal(Int(value))), which no TMP102 gives; "
          + "0x48 is also the default of LM75A, ADS1115 and ADS1015: check the address and the part"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "TMP102", register: register.name, wrote: Int(wrote), read: Int(read))
      case .noConversion(let value):
        "TMP102: TEMPERATURE reads \(FailureText.hexadecimal(Int(value))) "
          + "\(conversion.nanoseconds * Int64(polls) / 1_000_000) ms after the start of a "
          + "conversion in the extended mode; measure the supply (1.4...3.6 V) and replace the part"
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// CONFIGURATION is read.
    case identify = "reading CONFIGURATION"
    /// CONFIGURATION is written with SD.
    case stop = "stopping the conversions"
    /// TLOW and THIGH are written.
    case setLimits = "writing TLOW and THIGH"
    /// CONFIGURATION is written.
    case configure = "writing CONFIGURATION"
    /// All three are read back.
    case verify = "reading back the settings"
    /// The first temperature is awaited, and dropped.
    case awaitConversion = "waiting for the first conversion"
  }

  /// A conversion takes 26 ms, at most 35 ms.
  private static let conversion = TimeSpan.milliseconds(35)
  private static let polls = 3

  /// Stops the chip, writes limits and CONFIGURATION, reads them back, and waits for the first conversion
  /// in the extended mode, whose result it drops. The chip has no identity register: bits that are fixed
  /// tell it. May be repeated at any time. Takes 35 ms, at most 105 ms. Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure)
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let before = try registers.read(.configuration, on: &bus, step: .identify)
    guard before & ConfigurationBits.fixed == ConfigurationBits.fixedValue else {
      throw .identity(configurationRegister: before)
    }
    let wanted = configuration.configurationRegister
    // A conversion that began in another mode would end in this one: stop, then start anew.
    try registers.write(
      .configuration, wanted | ConfigurationBits.shutdown, on: &bus, step: .stop)
    let low = limit(celsius: configuration.releaseCelsius)
    let high = limit(celsius: configuration.tripCelsius)
    try registers.write(.low, low, on: &bus, step: .setLimits)
    try registers.write(.high, high, on: &bus, step: .setLimits)
    try registers.write(.configuration, wanted, on: &bus, step: .configure)
    let read = try registers.read(.configuration, on: &bus, step: .verify)
    guard (read ^ wanted) & ~ConfigurationBits.volatile == 0 else {
      throw .readBack(register: .configuration, wrote: wanted, read: read)
    }
    try registers.verify([(.low, low), (.high, high)], on: &bus, step: .verify)
    try awaitConversion(registers, on: &bus)
  }

  private static func awaitConversion(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus
  ) throws(Failure) {
    var temperature: UInt16 = 0
    for _ in 0..<polls {
      bus.pause(conversion)
      temperature = try registers.read(.temperature, on: &bus, step: .awaitConversion)
      if temperature & 1 != 0, temperature != 0xFFFF { return }
    }
    throw .noConversion(temperatureRegister: temperature)
  }
}
