public import RobotHAL
import RobotUnits

extension LSM6DSO {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not an LSM6DSO.
    case identity(read: UInt8)
    /// The chip did not come out of its reset.
    case reset
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "LSM6DSO", step: step.rawValue)
      case .identity(let read):
        "LSM6DSO: WHO_AM_I reads \(FailureText.hexadecimal(Int(read))) instead of 0x6C; check "
          + "the part, and power-cycle it if another program left its embedded functions' page "
          + "open"
      case .reset:
        "LSM6DSO: SW_RESET does not clear within 10 ms; measure the supply and power-cycle the "
          + "chip"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "LSM6DSO", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// WHO_AM_I is read.
    case identify = "reading WHO_AM_I"
    /// CTRL3_C is written with SW_RESET.
    case reset = "resetting the chip"
    /// The control registers are written.
    case configure = "writing the control registers"
    /// They are read back.
    case verify = "reading back the control registers"
  }

  /// What a set-up made.
  public struct Report: Hashable, Sendable {
    /// Decodes the chip's replies.
    public let decoder: Decoder
  }

  /// Identifies the chip, resets it, turns I3C off, writes BDU, IF_INC, rates and ranges, and reads
  /// them back. May be repeated at any time. Real-time: no.
  @discardableResult
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> Report
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let identity = try registers.read(.identity, on: &bus, step: .identify)
    guard identity == 0x6C else { throw .identity(read: identity) }
    try registers.write(.control3, Bits.reset, on: &bus, step: .reset)
    var polls = 0
    repeat {
      guard polls < 10 else { throw .reset }
      polls += 1
      bus.pause(.milliseconds(1))  // AN5192: 50 µs
    } while try registers.read(.control3, on: &bus, step: .reset) & Bits.isResetting != 0
    let settings: [(Register, UInt8)] = [
      (.control9, Bits.control9), (.control3, Bits.control3),
      (.accelerometer, configuration.accelerometerRegister),
      (.gyroscope, configuration.gyroscopeRegister),
    ]
    for (register, value) in settings {
      try registers.write(register, value, on: &bus, step: .configure)
    }
    try registers.verify(settings, on: &bus, step: .verify)
    return Report(
      decoder: Decoder(
        acceleration: configuration.acceleration,
        angularVelocity: configuration.angularVelocity))
  }
}
