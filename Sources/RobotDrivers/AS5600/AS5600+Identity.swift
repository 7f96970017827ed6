extension AS5600 {
  /// The chip has no identity register: bits that do not exist read 0, and the gain is 0 for the strongest field
  /// only. Source: ams AS5600 v1-06, "Register Description".
  public static let identity = ChipIdentity(
    "STATUS, RAW_ANGLE, CONF, AGC", .plausible,
    [
      .byte(Register.status.rawValue) { $0 & 0xC7 == 0 },
      .word(Register.rawAngle.rawValue) { $0 & 0xF000 == 0 },
      .word(Register.configuration.rawValue) { $0 & 0xC000 == 0 },
      .byte(Register.gain.rawValue) { $0 != 0 },
    ])
}
