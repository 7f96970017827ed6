public import RobotHAL
import RobotUnits

extension MPU6050 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is neither an MPU-6050 nor a known relative.
    case identity(read: UInt8)
    /// The chip did not come out of its reset.
    case reset
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "MPU6050", step: step.rawValue)
      case .identity(let read):
        "MPU6050: WHO_AM_I reads \(FailureText.hexadecimal(Int(read))) instead of 0x68 (or 0x70, "
          + "0x71, 0x98 of its relatives); 0x68 is also the address of ICM-20948, DS1307 and "
          + "DS3231: check the address and the part"
      case .reset:
        "MPU6050: DEVICE_RESET does not clear within 0.2 s; measure the supply and power-cycle "
          + "the chip"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "MPU6050", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// WHO_AM_I is read.
    case identify = "reading WHO_AM_I"
    /// The chip and its signal paths are reset.
    case reset = "resetting the chip"
    /// PWR_MGMT_1 is written.
    case wake = "writing PWR_MGMT_1"
    /// Rate, filter, ranges and interrupt are written.
    case configure = "writing the settings"
    /// They are read back.
    case verify = "reading back the settings"
  }

  /// Something that works and that a person should know of.
  public enum Warning: Hashable, Sendable, CustomStringConvertible {
    /// The chip is a relative.
    case relative(Part)

    /// What it is and what follows.
    public var description: String {
      switch self {
      case .relative(let part):
        "MPU6050: WHO_AM_I reads \(FailureText.hexadecimal(Int(part.rawValue))), the chip is a "
          + "\(part) or a copy of one; it measures with the same registers and scales, its "
          + "temperature with its own, its noise and offsets may be worse"
      }
    }
  }

  /// What a set-up found.
  public struct Report: Hashable, Sendable {
    /// What the board carries.
    public let part: Part
    /// What a person should know of.
    public var warnings: [Warning] { decoder.warnings }
    /// Decodes its replies.
    public let decoder: Decoder

    init(part: Part, configuration: Configuration) {
      self.part = part
      decoder = Decoder(
        acceleration: configuration.acceleration,
        angularVelocity: configuration.angularVelocity, part: part)
    }
  }

  /// Identifies the chip, resets it and its signal paths, wakes it, writes rate, filter, ranges and
  /// the data-ready interrupt, and reads all of them back. Takes 0.25 s. May be repeated at any time.
  /// Real-time: no.
  @discardableResult
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> Report
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let identity = try registers.read(.identity, on: &bus, step: .identify)
    guard let part = Part(rawValue: identity) else { throw .identity(read: identity) }
    try reset(registers, on: &bus)
    try registers.write(.power, Bits.awake, on: &bus, step: .wake)
    // The PLL of the gyroscope settles (PS-MPU-6000A-00, gyroscope start-up time: 30 ms from sleep).
    bus.pause(.milliseconds(50))
    let settings: [(Register, UInt8)] = [
      (.sampleRateDivider, configuration.sampleRateDivider),
      (.configuration, configuration.bandwidth.rawValue),
      (.gyroConfiguration, configuration.angularVelocity.rawValue << 3),
      (.accelerometerConfiguration, configuration.acceleration.rawValue << 3),
      (.interruptEnable, Bits.dataReady),
    ]
    for (register, value) in settings {
      try registers.write(register, value, on: &bus, step: .configure)
    }
    try registers.verify([(.power, Bits.awake)] + settings, on: &bus, step: .verify)
    return Report(part: part, configuration: configuration)
  }

  /// RM-MPU-6000A-00 register 107: after DEVICE_RESET 100 ms, then the signal paths and 100 ms more.
  private static func reset(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus
  ) throws(Failure) {
    try registers.write(.power, Bits.reset, on: &bus, step: .reset)
    var polls = 0
    repeat {
      guard polls < 2 else { throw .reset }
      polls += 1
      bus.pause(.milliseconds(100))
    } while try registers.read(.power, on: &bus, step: .reset) & Bits.reset != 0
    try registers.write(.signalPathReset, Bits.signalPaths, on: &bus, step: .reset)
    bus.pause(.milliseconds(100))
  }
}

extension MPU6050.Decoder {
  /// What a person should know of the chip whose replies it decodes.
  public var warnings: [MPU6050.Warning] { part == .mpu6050 ? [] : [.relative(part)] }
}
