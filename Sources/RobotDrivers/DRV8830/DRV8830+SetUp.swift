public import RobotHAL
import RobotUnits

extension DRV8830 {
  /// A set-up that did not succeed. The motor then turns freely, or the bridge was not reached.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not a DRV8830.
    case identity(fault: UInt8)
    /// The bridge reports a fault that does not clear.
    case fault(Fault)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "DRV8830", step: step.rawValue)
      case .identity(let fault):
        "DRV8830: FAULT reads \(FailureText.hexadecimal(Int(fault))), which no DRV8830 gives; 0x60 "
          + "is also the address of VCNL4040 and MPL115A2: check the part"
      case .fault(let fault):
        "DRV8830: FAULT reads \(FailureText.hexadecimal(Int(fault.byte))) although it was cleared: "
          + Self.advice(fault)
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "DRV8830", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }

    private static func advice(_ fault: Fault) -> String {
      if fault.overCurrent { return "look for a short at OUT1 and OUT2" }
      if fault.overTemperature { return "let the bridge cool and look for a stalled motor" }
      if fault.underVoltage { return "measure VCC, which must be 2.75...6.8 V" }
      return "look for a stalled motor and check the resistor at ISENSE"
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// FAULT is read.
    case identify = "reading FAULT"
    /// CONTROL is written: coast.
    case coast = "opening the bridge"
    /// CONTROL is written with a voltage but without a direction, and read back.
    case verify = "reading back CONTROL"
    /// FAULT is cleared and read.
    case clear = "clearing FAULT"
  }

  /// Opens the bridge, sees by a voltage without a direction that CONTROL takes what is written, and
  /// clears old faults. The motor is never driven. May be repeated at any time. Real-time: no.
  @discardableResult
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> Decoder
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let before = Fault(byte: try registers.read(.fault, on: &bus, step: .identify))
    guard before.isPlausible else { throw .identity(fault: before.byte) }
    try registers.write(.control, coast, on: &bus, step: .coast)
    for pattern: UInt8 in [0xA8, coast] {
      try registers.write(.control, pattern, on: &bus, step: .verify)
      try registers.verify([(.control, pattern)], on: &bus, step: .verify)
    }
    try clearFaults(configuration, on: &bus)
    return Decoder()
  }

  /// Clears FAULT; none may stay. CONTROL is left alone: after a short the bridge does from then on what it
  /// was told last, so see that this is to coast. May be repeated at any time. Real-time: no.
  public static func clearFaults(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure)
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    try registers.write(.fault, 0x80, on: &bus, step: .clear)
    let after = Fault(byte: try registers.read(.fault, on: &bus, step: .clear))
    guard after.isPlausible else { throw .identity(fault: after.byte) }
    guard !after.isAny else { throw .fault(after) }
  }
}
