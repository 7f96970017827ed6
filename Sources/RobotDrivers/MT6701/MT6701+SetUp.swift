public import RobotHAL

extension MT6701 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// Nobody drives the bus: the chip has no identity register, but its zero position cannot read all
    /// ones.
    case identity(zero: UInt16)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "MT6701", step: step.rawValue)
      case .identity(let zero):
        "MT6701: the zero position reads \(FailureText.hexadecimal(Int(zero))); check SDA for a "
          + "short to the supply, and that the chip's MODE pin selects I2C"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "MT6701", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// The zero position is read.
    case identify = "reading the zero position"
    /// The zero position is written.
    case configure = "writing the zero position"
    /// The zero position is read back.
    case verify = "reading back the zero position"
  }

  /// Makes the zero position 0 (for this power-on only) and reads it back. Hysteresis, direction and
  /// the incremental outputs stay as the EEPROM has them. May be repeated at any time. Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure)
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let high = try registers.read(.zeroHigh, on: &bus, step: .identify)
    let low = try registers.read(.zeroLow, on: &bus, step: .identify)
    guard high & low != 0xFF else { throw .identity(zero: UInt16(high) << 8 | UInt16(low)) }
    let wanted = high & 0xF0
    try registers.write(.zeroHigh, wanted, on: &bus, step: .configure)
    try registers.write(.zeroLow, 0, on: &bus, step: .configure)
    try registers.verify([(.zeroHigh, wanted), (.zeroLow, 0)], on: &bus, step: .verify)
  }
}
