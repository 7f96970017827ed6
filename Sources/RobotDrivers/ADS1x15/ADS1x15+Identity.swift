extension ADS1x15 {
  /// The chip has no identity register, and reading does not tell an ADS1115 from an ADS1015: TMP102 and LM75 have
  /// zeros where CONFIG has its comparator. Source: TI SBAS444 and SBAS473, "Config Register".
  public static let identity = ChipIdentity(
    "CONFIG", .plausible,
    [.word(Register.configuration.rawValue) { $0 != 0xFFFF && $0 & 0x000F != 0 }])
}
