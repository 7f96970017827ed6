extension MPU6050 {
  /// One of the parts that the driver knows. Source: RM-MPU-6000A-00, register 117.
  public static let identity = ChipIdentity(
    "WHO_AM_I", .proof, [.byte(Register.identity.rawValue) { Part(rawValue: $0) != nil }])
}
