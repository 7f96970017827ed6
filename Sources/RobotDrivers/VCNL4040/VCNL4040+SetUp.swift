public import RobotHAL
import RobotUnits

extension VCNL4040 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    static var byteOrder: ByteOrder { .leastSignificantFirst }

    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not a VCNL4040.
    case identity(UInt16)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt16, read: UInt16)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "VCNL4040", step: step.rawValue)
      case .identity(let value):
        "VCNL4040: ID reads \(FailureText.hexadecimal(Int(value))) instead of 0x186; 0x60 is also "
          + "the address of DRV8830 and MPL115A2: check the part"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "VCNL4040", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// ID is read.
    case identify = "reading the identity"
    /// The settings are written.
    case configure = "writing the settings"
    /// The settings are read back.
    case verify = "reading back the settings"
  }

  /// Identifies the chip, writes the settings, starts the measurements, reads the settings back and waits
  /// for the first proximity. May be repeated at any time. Takes at most 0.7 s. Real-time: no.
  @discardableResult
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> Decoder
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let identity = try registers.read(.identity, on: &bus, step: .identify)
    guard identity == Bits.identity else { throw .identity(identity) }
    // Proximity last: clearing its shut-down bit starts it with all settings in place.
    let settings: [(Register, UInt16)] = [
      (.cancellation, 0), (.proximityMode, configuration.modeRegister),
      (.ambientConfiguration, configuration.ambientRegister),
      (.proximityConfiguration, configuration.proximityRegister),
    ]
    for (register, value) in settings {
      try registers.write(register, value, on: &bus, step: .configure)
    }
    try registers.verify(settings, on: &bus, step: .verify)
    bus.pause(max(configuration.period, configuration.ambient?.time ?? .zero))
    return Decoder(ambientField: configuration.ambient?.rawValue ?? 0)
  }
}
