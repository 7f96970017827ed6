extension LSM6DSO {
  /// Source: ST DS12140 rev 2, WHO_AM_I.
  public static let identity = ChipIdentity(
    "WHO_AM_I", .proof, [.byte(Register.identity.rawValue) { $0 == 0x6C }])
}
