extension ICM20948 {
  /// In bank 0, which power-on and our set-up select; the bank is not written. Source: TDK DS-000189.
  public static let identity = ChipIdentity("WHO_AM_I", .proof, [.byte(0x00) { $0 == 0xEA }])
}
