public import RobotHAL
import RobotUnits

extension BNO055 {
  /// What a set-up found.
  public struct Report: Hashable, Sendable {
    /// The revision of the firmware, SW_REV_ID (0x0311 is 3.17).
    public let firmware: UInt16
    /// Decodes the chip's replies.
    public let decoder: Decoder
  }

  /// Waits until the chip has started (at most 1 s), identifies it, enters the configuration mode,
  /// resets it only where it reports an error, writes units, axes, power mode and clock, starts the
  /// fusion and reads everything back. What the chip has learnt to calibrate itself stays. Takes 0.1 s
  /// of a chip that has started. May be repeated at any time. Real-time: no.
  @discardableResult
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> Report
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let firmware = try identify(registers, on: &bus)
    try enterConfiguration(registers, on: &bus)
    try inspect(registers, on: &bus)
    let settings: [(Register, UInt8)] = [
      (.power, 0x00), (.units, Bits.units), (.axisMap, Bits.axisMap), (.axisSign, 0x00),
    ]
    for (register, value) in settings {
      try registers.write(register, value, on: &bus, step: .configure)
    }
    try registers.write(.trigger, configuration.trigger, on: &bus, step: .configure)
    try registers.write(.mode, configuration.mode.rawValue, on: &bus, step: .start)
    bus.pause(.milliseconds(10))  // table 3-6: 7 ms
    try waitForFusion(registers, on: &bus)
    try registers.verify(settings, on: &bus, step: .verify)
    // The upper bits of OPR_MODE are reserved.
    let mode = try registers.read(.mode, on: &bus, step: .verify)
    guard mode & 0x0F == configuration.mode.rawValue else {
      throw .readBack(register: .mode, wrote: configuration.mode.rawValue, read: mode)
    }
    return Report(firmware: firmware, decoder: Decoder(mode: configuration.mode))
  }

  /// Section 1.2: from power-on the chip does not answer for 400 ms, from a reset for 650 ms; before
  /// that CHIP_ID is 0, or nobody acknowledges.
  private static func identify(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus
  ) throws(Failure) -> UInt16 {
    var last = Failure.identity(read: 0)
    for _ in 0..<21 {
      do throws(Failure) {
        let bytes = try registers.read(8, from: .identity, on: &bus, step: .identify)
        if bytes[0] == 0xA0, bytes[7] == 0 { return UInt16(bytes[5]) << 8 | UInt16(bytes[4]) }
        last = .identity(read: bytes[0])
        // Another program left page 1 open.
        if bytes[7] == 1 { try registers.write(.page, 0x00, on: &bus, step: .identify) }
      } catch {
        guard case .bus(let cause, _) = error, cause.kind == .noAcknowledge else { throw error }
        last = error
      }
      bus.pause(.milliseconds(50))
    }
    throw last
  }

  private static func enterConfiguration(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus
  ) throws(Failure) {
    try registers.write(.mode, Bits.configurationMode, on: &bus, step: .enterConfiguration)
    bus.pause(.milliseconds(25))  // table 3-6: 19 ms
  }

  private static func inspect(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus
  ) throws(Failure) {
    if try registers.read(.status, on: &bus, step: .inspect) == Status.error {
      try registers.write(.trigger, Bits.reset, on: &bus, step: .reset)
      bus.pause(.milliseconds(650))
      _ = try identify(registers, on: &bus)
      try enterConfiguration(registers, on: &bus)
      let state = try registers.read(2, from: .status, on: &bus, step: .inspect)
      guard state[0] != Status.error else { throw .system(error: state[1]) }
    }
    let result = try registers.read(.selfTest, on: &bus, step: .inspect)
    guard result & Bits.selfTestPassed == Bits.selfTestPassed else {
      throw .selfTest(result: result)
    }
  }

  private static func waitForFusion(
    _ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus
  ) throws(Failure) {
    var state: [UInt8] = [0, 0]
    for _ in 0..<20 {
      state = try registers.read(2, from: .status, on: &bus, step: .start)
      guard state[0] != Status.error else { throw .system(error: state[1]) }
      if state[0] == Status.fusion { return }
      bus.pause(.milliseconds(10))
    }
    throw .notRunning(status: state[0])
  }
}
