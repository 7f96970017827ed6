extension VL6180X {
  /// Register numbers of sixteen bits: asked last, because another chip takes the second byte of one for a value.
  /// Source: ST VL6180X datasheet, "Device registers".
  public static let identity = ChipIdentity(
    "IDENTIFICATION__MODEL_ID", .proof,
    [ChipIdentity.Question([0x00, 0x00], count: 1) { $0[0] == Bits.model }])
}
