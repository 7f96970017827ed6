public import RobotHAL

extension INA219 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not an INA219: `register` has bits that no INA219 gives.
    case identity(register: Register, read: UInt16)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt16, read: UInt16)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "INA219", step: step.rawValue)
      case .identity(let register, let read):
        "INA219: \(register.name) reads \(FailureText.hexadecimal(Int(read))), which no INA219 "
          + "gives; 0x40 is also the default of PCA9685, INA226, INA260 and AS5048B: check the "
          + "address and the part"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "INA219", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// CONFIGURATION, BUS VOLTAGE and CALIBRATION are read.
    case identify = "reading the registers that tell the part"
    /// CONFIGURATION is written with RST.
    case reset = "resetting the chip"
    /// CONFIGURATION is read; after a reset it has one value only.
    case identifyReset = "reading CONFIGURATION after the reset"
    /// CONFIGURATION is written.
    case configure = "writing CONFIGURATION"
    /// CONFIGURATION is read back.
    case verify = "reading back CONFIGURATION"
  }

  /// CONFIGURATION after power-on and after a reset.
  private static let powerOnConfiguration: UInt16 = 0x399F

  /// Identifies the chip, resets it, writes CONFIGURATION and reads it back. The chip has no identity
  /// register: bits that read 0 tell it before anything is written, its reset value afterwards. May be
  /// repeated at any time. Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure)
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    // INA226 and INA260 set bit 14 of CONFIGURATION; a PCA9685 has its sub-addresses in BUS VOLTAGE's
    // place; encoders read 0.
    let before = try registers.read(.configuration, on: &bus, step: .identify)
    guard before & 0xC000 == 0, before != 0 else {
      throw .identity(register: .configuration, read: before)
    }
    let voltage = try registers.read(.busVoltage, on: &bus, step: .identify)
    guard voltage & 0x0004 == 0 else { throw .identity(register: .busVoltage, read: voltage) }
    let calibration = try registers.read(.calibration, on: &bus, step: .identify)
    guard calibration & 0x0001 == 0 else {
      throw .identity(register: .calibration, read: calibration)
    }
    try registers.write(.configuration, 0x8000, on: &bus, step: .reset)
    let fresh = try registers.read(.configuration, on: &bus, step: .identifyReset)
    guard fresh == powerOnConfiguration else {
      throw .identity(register: .configuration, read: fresh)
    }
    let wanted = configuration.configurationRegister
    try registers.write(.configuration, wanted, on: &bus, step: .configure)
    try registers.verify([(.configuration, wanted)], on: &bus, step: .verify)
  }
}
