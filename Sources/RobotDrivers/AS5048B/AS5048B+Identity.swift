extension AS5048B {
  /// The offset compensation has finished, and the upper bits of diagnostics do not exist. Source: ams
  /// AS5048A/AS5048B v1-11, "Register Map".
  public static let identity = ChipIdentity(
    "diagnostics, angle", .fixedBits,
    [
      .byte(Register.diagnostics.rawValue) { $0 & 0xF1 == 0x01 },
      .byte(Register.zeroLow.rawValue) { $0 & 0xC0 == 0 },
    ])
}
