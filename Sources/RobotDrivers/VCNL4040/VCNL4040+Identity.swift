extension VCNL4040 {
  /// The least significant byte comes first. Source: Vishay VCNL4040, "Command Register Format".
  public static let identity = ChipIdentity(
    "ID", .proof,
    [.word(Register.identity.rawValue) { $0.byteSwapped == Bits.identity }])
}
