extension MPL115A2 {
  /// The chip has no identity register: its coefficients are some that a chip has. Source: MPL115A2 Rev. 9,
  /// section 3.1.
  public static let identity = ChipIdentity(
    "a0...c12", .plausible,
    [
      ChipIdentity.Question([Register.coefficients.rawValue], count: 8) { bytes in
        var fixed = InlineArray<8, UInt8>(repeating: 0)
        for index in 0..<8 { fixed[index] = bytes[index] }
        return Coefficients(bytes: fixed) != nil
      }
    ])
}
