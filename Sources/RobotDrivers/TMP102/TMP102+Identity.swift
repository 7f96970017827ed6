extension TMP102 {
  /// The chip has no identity register: bits of CONFIGURATION are fixed. Source: TI SBOS397.
  public static let identity = ChipIdentity(
    "CONFIGURATION", .fixedBits,
    [
      .word(Register.configuration.rawValue) {
        $0 & ConfigurationBits.fixed == ConfigurationBits.fixedValue
      }
    ])
}
