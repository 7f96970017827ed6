extension MPR121 {
  /// The chip has no identity register: CONFIG1 and CONFIG2 are those of its power-on, or of our set-up. Source: NXP
  /// MPR121 rev 4.
  public static let identity = ChipIdentity(
    "CONFIG1, CONFIG2", .fixedBits,
    [
      ChipIdentity.Question([Register.configuration1.rawValue], count: 2) {
        $0[0] == 0x10 && ($0[1] & 0xF8 == 0x20)
      }
    ])
}
