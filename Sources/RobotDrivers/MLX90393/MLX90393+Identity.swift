extension MLX90393 {
  /// The chip has no identity register. A no-operation answers with the status: no error, and at most one mode. Source:
  /// Melexis 3901090393, "Command List" and "Status Byte".
  public static let identity = ChipIdentity(
    "status", .plausible,
    [.byte(0x00) { $0 & 0x10 == 0 && ($0 & 0xE0).nonzeroBitCount <= 1 }])
}
