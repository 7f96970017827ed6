extension BNO055 {
  /// In page 0, which power-on and our set-up select; the page is not written. Source: Bosch
  /// BST-BNO055-DS000 1.8.
  public static let identity = ChipIdentity(
    "CHIP_ID, PAGE_ID", .proof,
    [
      .byte(Register.identity.rawValue) { $0 == 0xA0 },
      .byte(Register.page.rawValue) { $0 == 0x00 },
    ])
}
