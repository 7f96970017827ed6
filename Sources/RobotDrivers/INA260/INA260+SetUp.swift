public import RobotHAL

extension INA260 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not an INA260.
    case identity(manufacturer: UInt16, die: UInt16)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt16, read: UInt16)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "INA260", step: step.rawValue)
      case .identity(let manufacturer, let die):
        "INA260: manufacturer \(FailureText.hexadecimal(Int(manufacturer))) and die "
          + "\(FailureText.hexadecimal(Int(die))) instead of 0x5449 and 0x227x; 0x40 is also the "
          + "default of PCA9685, INA219 and INA226: check the address and the part"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "INA260", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// The identity registers are read.
    case identify = "reading the identity"
    /// CONFIGURATION is written with RST.
    case reset = "resetting the chip"
    /// CONFIGURATION is written.
    case configure = "writing CONFIGURATION"
    /// CONFIGURATION is read back.
    case verify = "reading back CONFIGURATION"
  }

  /// Identifies the chip, resets it, writes CONFIGURATION and reads it back. May be repeated at any
  /// time. Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure)
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let manufacturer = try registers.read(.manufacturer, on: &bus, step: .identify)
    let die = try registers.read(.die, on: &bus, step: .identify)
    // The last digit is the revision.
    guard manufacturer == 0x5449, die & 0xFFF0 == 0x2270 else {
      throw .identity(manufacturer: manufacturer, die: die)
    }
    try registers.write(.configuration, 0x8000, on: &bus, step: .reset)
    let wanted = configuration.configurationRegister
    try registers.write(.configuration, wanted, on: &bus, step: .configure)
    try registers.verify([(.configuration, wanted)], on: &bus, step: .verify)
  }
}
