extension MT6701 {
  /// The chip has no identity register: the low byte of the angle has six bits. Source: MagnTek MT6701 Rev. 1.5,
  /// "I2C Interface".
  public static let identity = ChipIdentity(
    "ANGLE, ZERO", .plausible,
    [
      .word(Register.angle.rawValue) { $0 & 0x0003 == 0 },
      .word(Register.zeroHigh.rawValue) { $0 != 0xFFFF },
    ])
}
