extension PCA9685 {
  /// The chip has no identity register: reserved bits read 0, PRE_SCALE is at least 3, and nobody changes the
  /// sub-call and all-call addresses. Source: NXP PCA9685 Rev. 4.
  public static let identity = ChipIdentity(
    "MODE2, SUBADR1, ALLCALLADR, PRE_SCALE", .fixedBits,
    [
      .byte(Register.mode2.rawValue) { $0 & 0xE0 == 0 },
      .byte(0x02) { $0 == 0xE2 },
      .byte(0x05) { $0 == 0xE0 },
      .byte(Register.preScale.rawValue) { $0 >= 3 },
    ])
}
