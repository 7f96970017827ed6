extension LM75 {
  /// The chip has no identity register: bits that it does not have read 0. Source: NXP LM75A rev. 11.
  public static let identity = ChipIdentity(
    "Conf, Thyst, Tos", .fixedBits,
    [
      .byte(Register.configuration.rawValue) { $0 & 0xE0 == 0 },
      .word(Register.hysteresis.rawValue) { $0 & 0x007F == 0 },
      .word(Register.overTemperature.rawValue) { $0 & 0x007F == 0 && $0 != 0 },
    ])
}
