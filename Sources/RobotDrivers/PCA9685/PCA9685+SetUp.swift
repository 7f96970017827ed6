public import RobotHAL
import RobotUnits

extension PCA9685 {
  /// A set-up that did not succeed. The outputs are then off or unchanged, and `setUp` may be
  /// repeated.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not a PCA9685: a reserved bit of `register` is set.
    case identity(register: Register, read: UInt8)
    /// The chip runs on its external clock, which only a reset ends.
    case externalClock
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "PCA9685", step: step.rawValue)
      case .identity(let register, let read):
        "PCA9685: \(register.name) reads \(FailureText.hexadecimal(Int(read))), which no PCA9685 "
          + "gives; 0x40 is also the default of INA219, INA226 and AS5600L: check the address"
      case .externalClock:
        "PCA9685: the chip runs on an external clock (MODE1.EXTCLK), so its frequency is unknown; "
          + "only a power cycle clears that bit: cut the chip's supply and start again"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "PCA9685", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// MODE1, MODE2 and PRE_SCALE are read.
    case identify = "reading the mode registers"
    /// MODE2 is written.
    case setOutputs = "writing MODE2"
    /// MODE1 is written: asleep, auto-increment, no all-call and no sub-addresses.
    case sleep = "putting the chip to sleep"
    /// All channels are switched full OFF.
    case switchOff = "switching all channels off"
    /// PRE_SCALE is written.
    case setFrequency = "writing PRE_SCALE"
    /// MODE1 is written: awake.
    case wake = "waking the chip"
    /// MODE1 is written: RESTART.
    case restart = "clearing RESTART"
    /// MODE1, MODE2 and PRE_SCALE are read back.
    case verify = "reading back the settings"
  }

  /// The oscillator needs 500 µs to start (section 7.3.1.1).
  static let oscillatorStart = TimeSpan.microseconds(500)

  /// Brings the chip from any state to: awake, all channels full OFF, the wanted frequency, no
  /// all-call address. Reads the settings back. Takes about 1 ms. Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure)
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    try identify(registers, on: &bus)
    try registers.write(.mode2, configuration.mode2, on: &bus, step: .setOutputs)
    try registers.write(.mode1, Mode1.asleep, on: &bus, step: .sleep)
    do {
      try bus.write([Register.allOutputs.rawValue] + fullOff, to: registers.address)
    } catch { throw .bus(error, step: .switchOff) }
    try registers.write(.preScale, configuration.preScale, on: &bus, step: .setFrequency)
    try registers.write(.mode1, Mode1.awake, on: &bus, step: .wake)
    bus.pause(oscillatorStart)
    let mode1 = try registers.read(.mode1, on: &bus, step: .restart)
    if mode1 & Mode1.restart != 0 {
      try registers.write(.mode1, Mode1.awake | Mode1.restart, on: &bus, step: .restart)
    }
    try registers.verify(
      [(.mode1, Mode1.awake), (.mode2, configuration.mode2), (.preScale, configuration.preScale)],
      on: &bus, step: .verify)
  }

  /// The chip has no identity register: reserved bits that read zero and the smallest PRE_SCALE are
  /// all there is, and they are checked before anything is written.
  private static func identify(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus
  ) throws(Failure) {
    let mode1 = try registers.read(.mode1, on: &bus, step: .identify)
    let mode2 = try registers.read(.mode2, on: &bus, step: .identify)
    guard mode2 & 0xE0 == 0 else { throw .identity(register: .mode2, read: mode2) }
    let preScale = try registers.read(.preScale, on: &bus, step: .identify)
    guard preScale >= 3 else { throw .identity(register: .preScale, read: preScale) }
    guard mode1 & Mode1.externalClock == 0 else { throw .externalClock }
  }
}
