public import RobotHAL
import RobotUnits

extension VL6180X {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not a VL6180X.
    case identity(model: UInt8)
    /// The chip did not become ready for a command within `Patience`.
    case notReady(status: UInt8, step: Step)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "VL6180X", step: step.rawValue)
      case .identity(let model):
        "VL6180X: IDENTIFICATION__MODEL_ID reads \(FailureText.hexadecimal(Int(model))) instead of "
          + "0xB4; 0x29 is also an address of BNO055 and VL53L0X: check the part"
      case .notReady(let status, let step):
        "VL6180X: \(step.rawValue) took longer than 300 ms, status "
          + "\(FailureText.hexadecimal(Int(status))); check the supply of AVDD and that GPIO0 "
          + "stays high"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "VL6180X", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// IDENTIFICATION__MODEL_ID is read.
    case identify = "reading the model"
    /// SYSTEM__FRESH_OUT_OF_RESET is read.
    case lookForReset = "looking for a reset"
    /// The values of AN4545 are loaded.
    case tune = "loading the settings of AN4545"
    /// A sensor that a former program left ranging is stopped.
    case stop = "stopping a running measurement"
    /// The settings are written.
    case configure = "writing the settings"
    /// SYSRANGE__START is written.
    case start = "starting to range"
    /// The settings are read back.
    case verify = "reading back the settings"
  }

  /// How long a wait may last: the longest convergence is 63 ms.
  enum Patience {
    static let polls = 60
    static let poll = TimeSpan.milliseconds(5)
  }

  /// Identifies the chip, loads ST's settings where it is fresh out of a reset, stops what a former
  /// program left running, starts to range, reads the settings back and waits for the first range.
  /// May be repeated at any time. Takes up to 0.4 s and a period. Real-time: no.
  @discardableResult
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> Decoder
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let model = try registers.read(.model, on: &bus, step: .identify)
    guard model == Bits.model else { throw .identity(model: model) }
    try tuneIfFresh(registers, on: &bus)
    try stop(registers, on: &bus)
    let settings: [(Register, UInt8)] = [
      (.gpio1, Bits.gpio1), (.averaging, Bits.averaging),
      (.recalibrationRate, Bits.recalibrationRate), (.period, configuration.periodRegister),
      (.convergence, configuration.convergenceRegister),
      (.interruptConfiguration, Bits.newRange),
    ]
    for (register, value) in settings {
      try registers.write(register, value, on: &bus, step: .configure)
    }
    try registers.write(.recalibrate, 0x01, on: &bus, step: .configure)
    try registers.write(.interruptClear, Bits.clearAll, on: &bus, step: .configure)
    try registers.verify(settings + [(.freshOutOfReset, 0)], on: &bus, step: .verify)
    try registers.write(.start, Bits.continuous | Bits.startStop, on: &bus, step: .start)
    let mode = try registers.read(.start, on: &bus, step: .verify)
    // The start bit clears itself as soon as the chip has seen it.
    guard mode & Bits.continuous != 0 else {
      throw .readBack(register: .start, wrote: Bits.continuous, read: mode)
    }
    // Before its first range the results are all zero, as on a bus that is held low.
    bus.pause(configuration.period)
    return Decoder()
  }

  /// AN4545: the settings belong into a chip fresh out of a reset, and only there. The mark is taken
  /// away last, so that a set-up that broke off loads them again.
  private static func tuneIfFresh(_ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus)
    throws(Failure)
  {
    let fresh = try registers.read(.freshOutOfReset, on: &bus, step: .lookForReset)
    guard fresh & 0x01 != 0 else { return }
    do {
      for (register, value) in tuning {
        try bus.write(
          [UInt8(register >> 8), UInt8(register & 0xFF), value], to: registers.address)
      }
    } catch { throw .bus(error, step: .tune) }
    try registers.write(.freshOutOfReset, 0x00, on: &bus, step: .tune)
  }

  /// The start bit stops a continuous measurement; single-shot mode with it leaves nothing running.
  private static func stop(_ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus)
    throws(Failure)
  {
    let mode = try registers.read(.start, on: &bus, step: .stop)
    if mode & Bits.continuous != 0 {
      try registers.write(.start, Bits.startStop, on: &bus, step: .stop)
    }
    var status: UInt8 = 0
    for _ in 0..<Patience.polls {
      status = try registers.read(.rangeStatus, on: &bus, step: .stop)
      if status & Bits.ready != 0 { return }
      bus.pause(Patience.poll)
    }
    throw .notReady(status: status, step: .stop)
  }
}
