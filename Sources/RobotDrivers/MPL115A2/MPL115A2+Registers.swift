extension MPL115A2 {
  /// The registers this driver uses. Source: MPL115A2 Rev. 9, table 3.
  public enum Register: UInt8, Sendable {
    /// Padc_MSB, the first of four measured bytes: two words of ten bits at their upper end.
    case data = 0x00
    /// a0_MSB, the first of eight coefficient bytes, high byte first.
    case coefficients = 0x04
    /// CONVERT: a written 0x00 starts a conversion.
    case convert = 0x12

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .data: "Padc_MSB"
      case .coefficients: "a0_MSB"
      case .convert: "CONVERT"
      }
    }
  }
}
