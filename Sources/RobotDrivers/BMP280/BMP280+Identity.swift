extension BMP280 {
  /// Source: Bosch BMP280 datasheet, "id".
  public static let identity = ChipIdentity(
    "id", .proof, [.byte(Register.identity.rawValue) { $0 == Bits.identity }])
}
