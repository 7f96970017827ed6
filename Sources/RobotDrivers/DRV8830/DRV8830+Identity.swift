extension DRV8830 {
  /// The chip has no identity register: bits 7...5 of FAULT do not exist. Source: TI SLVSAB2G.
  public static let identity = ChipIdentity(
    "FAULT", .plausible, [.byte(Register.fault.rawValue) { Fault(byte: $0).isPlausible }])
}
