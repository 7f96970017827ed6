extension INA260 {
  /// Bits of the configuration that are fixed, then maker and die; the last digit is the revision. Source: TI SBOS656.
  public static let identity = ChipIdentity(
    "MANUFACTURER_ID, DIE_ID", .proof,
    [
      .word(Register.configuration.rawValue) { $0 & 0xF000 == 0x6000 },
      .word(Register.manufacturer.rawValue) { $0 == 0x5449 },
      .word(Register.die.rawValue) { $0 & 0xFFF0 == 0x2270 },
    ])
}
