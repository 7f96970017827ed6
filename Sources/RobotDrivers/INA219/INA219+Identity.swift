extension INA219 {
  /// The chip has no identity register: bits that are fixed in it read 0, and a chip of eight bits that repeats its
  /// register reads twice the same byte. Source: TI SBOS448.
  public static let identity = ChipIdentity(
    "CONFIGURATION, BUS VOLTAGE, CALIBRATION", .plausible,
    [
      .word(Register.configuration.rawValue) { $0 & 0xC000 == 0 && $0 >> 8 != $0 & 0x00FF },
      .word(Register.busVoltage.rawValue) { $0 & 0x0004 == 0 },
      .word(Register.calibration.rawValue) { $0 & 0x0001 == 0 },
    ])
}
