public import RobotHAL
import RobotUnits

extension MPR121 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers does not have the registers of a reset MPR121.
    case identity(configuration1: UInt8, configuration2: UInt8)
    /// OVCF: the current through REXT is too large.
    case overcurrent
    /// ACFF: the auto-configuration found no charge for these electrodes.
    case autoConfiguration(outOfRange: UInt16)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "MPR121", step: step.rawValue)
      case .identity(let first, let second):
        "MPR121: CONFIG1 and CONFIG2 read \(FailureText.hexadecimal(Int(first))) and "
          + "\(FailureText.hexadecimal(Int(second))) after a reset instead of 0x10 and 0x24; "
          + "check the address and the part"
      case .overcurrent:
        "MPR121: overcurrent (OVCF): the chip has stopped; REXT must be 75 kOhm 1 % to ground: "
          + "check it and its solder joints"
      case .autoConfiguration(let bits):
        "MPR121: no charge fits the electrodes \(Self.list(bits)); check them for a short, for a "
          + "cable that is too long, and the supply voltage in the robot file"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "MPR121", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }

    private static func list(_ bits: UInt16) -> String {
      (0..<12).filter { bits & 1 << UInt16($0) != 0 }.map { "\($0)" }.joined(separator: ", ")
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// 0x63 is written to 0x80.
    case reset = "resetting the chip"
    /// CONFIG1 and CONFIG2 are read.
    case identify = "reading CONFIG1 and CONFIG2"
    /// OVCF is looked at, and cleared.
    case inspect = "reading the status"
    /// ECR is written with 0.
    case stop = "stopping the chip"
    /// The settings are written.
    case configure = "writing the settings"
    /// They are read back.
    case verify = "reading back the settings"
    /// ECR is written.
    case start = "starting the electrodes"
  }

  /// Resets the chip, identifies it, writes the settings while it is stopped, reads them back and starts
  /// the electrodes, whose capacitance must be that of no touch. May be repeated at any time.
  /// Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure)
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    try registers.write(.softReset, 0x63, on: &bus, step: .reset)
    bus.pause(.milliseconds(1))
    let identity = try registers.read(2, from: .configuration1, on: &bus, step: .identify)
    guard identity == [0x10, 0x24] else {
      throw .identity(configuration1: identity[0], configuration2: identity[1])
    }
    try registers.write(.electrodes, 0x00, on: &bus, step: .stop)
    try clearOvercurrent(registers, on: &bus)
    for (register, bytes) in configuration.settings {
      do {
        try bus.write([register.rawValue] + bytes, to: configuration.address)
      } catch { throw .bus(error, step: .configure) }
    }
    for (register, wrote) in configuration.settings {
      let bytes = try registers.read(wrote.count, from: register, on: &bus, step: .verify)
      for (one, other) in zip(wrote, bytes) where one != other {
        throw .readBack(register: register, wrote: one, read: other)
      }
    }
    try registers.write(
      .electrodes, configuration.electrodeRegister, on: &bus, step: .start)
    // The auto-configuration and the first four measurements.
    bus.pause(.milliseconds(20))
    bus.pause(configuration.leastTurn)
    let status = try registers.read(4, from: .touch, on: &bus, step: .inspect)
    guard status[1] & StatusBits.overcurrent == 0 else { throw .overcurrent }
    guard status[3] & StatusBits.autoConfigurationFailed == 0 else {
      throw .autoConfiguration(outOfRange: UInt16(status[3] & 0x0F) << 8 | UInt16(status[2]))
    }
    try registers.verify(
      [(.electrodes, configuration.electrodeRegister)], on: &bus, step: .verify)
  }

  /// While OVCF stands, ECR cannot be written: a 1 clears it, and it comes again if the cause is there.
  private static func clearOvercurrent(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus
  ) throws(Failure) {
    let before = try registers.read(.touchHigh, on: &bus, step: .inspect)
    guard before & StatusBits.overcurrent != 0 else { return }
    try registers.write(.touchHigh, StatusBits.overcurrent, on: &bus, step: .inspect)
    let after = try registers.read(.touchHigh, on: &bus, step: .inspect)
    guard after & StatusBits.overcurrent == 0 else { throw .overcurrent }
  }
}

extension MPR121.Decoder {
  /// A decoder of the replies to `MPR121.exchanges(for: configuration)`. Real-time: no.
  public init(_ configuration: MPR121.Configuration) {
    self.init(electrodes: configuration.electrodes)
  }
}
