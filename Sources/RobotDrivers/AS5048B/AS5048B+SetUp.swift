public import RobotHAL
import RobotUnits

extension AS5048B {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not an AS5048B: its address register does not say where it is.
    case identity(addressRegister: UInt8)
    /// The chip did not finish its offset compensation.
    case notStarted(diagnostics: UInt8)
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "AS5048B", step: step.rawValue)
      case .identity(let value):
        "AS5048B: its address register reads \(FailureText.hexadecimal(Int(value))), which is not "
          + "the address it answers; 0x40 is also the default of PCA9685, INA219, INA226, INA260 "
          + "and AS5600L: check the address and the part"
      case .notStarted(let diagnostics):
        "AS5048B: diagnostics read \(FailureText.hexadecimal(Int(diagnostics))) for "
          + "\(startPolls) ms, so the chip does not finish its start; check that its supply is "
          + "within 3.0...3.6 V or 4.5...5.5 V, and that the part is an AS5048B"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "AS5048B", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// The address register is read.
    case identify = "reading the address register"
    /// Diagnostics are read until the offset compensation has finished.
    case awaitStart = "waiting for the end of the offset compensation"
    /// The zero position is written.
    case configure = "writing the zero position"
    /// The zero position is read back.
    case verify = "reading back the zero position"
    /// Gain, diagnostics and magnitude are read.
    case inspectMagnet = "reading the magnet's status"
  }

  /// How the magnet stands, once the chip is set up. Reported, not judged: a hand at rest may have
  /// joints without a magnet yet.
  public struct MagnetReport: Hashable, Sendable {
    /// The flags.
    public let diagnostics: Diagnostics
    /// Automatic gain: 0 for the strongest field, 255 for the weakest.
    public let gain: UInt8
    /// CORDIC magnitude, 0...16383.
    public let magnitude: UInt16
  }

  /// The start takes at most 10 ms (tSTARTUP); 1 ms each.
  private static let startPolls = 20

  /// Identifies the chip by its address register, waits for its start, makes its zero position 0 (for
  /// this power-on only), reads it back and reports the magnet. May be repeated at any time. Takes at
  /// most 20 ms. Real-time: no.
  @discardableResult
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> MagnetReport
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let own = try registers.read(.address, on: &bus, step: .identify)
    // A2 and A1 are the two lowest bits; the register's fifth is inverted.
    guard (own & 0x1F ^ 0x10) << 2 == configuration.address.rawValue & 0x7C else {
      throw .identity(addressRegister: own)
    }
    try awaitStart(registers, on: &bus)
    try registers.write(.zeroHigh, 0, on: &bus, step: .configure)
    try registers.write(.zeroLow, 0, on: &bus, step: .configure)
    try registers.verify([(.zeroHigh, 0), (.zeroLow, 0)], on: &bus, step: .verify)
    let bytes = try registers.read(4, from: .gain, on: &bus, step: .inspectMagnet)
    return MagnetReport(
      diagnostics: Diagnostics(byte: bytes[1]), gain: bytes[0],
      magnitude: counts(high: bytes[2], low: bytes[3]))
  }

  private static func awaitStart(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus
  ) throws(Failure) {
    var diagnostics: UInt8 = 0
    for _ in 0..<startPolls {
      diagnostics = try registers.read(.diagnostics, on: &bus, step: .awaitStart)
      if diagnostics != 0xFF, Diagnostics(byte: diagnostics).isCompensated { return }
      bus.pause(.milliseconds(1))
    }
    throw .notStarted(diagnostics: diagnostics)
  }
}
