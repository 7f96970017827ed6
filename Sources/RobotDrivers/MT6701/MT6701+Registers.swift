extension MT6701 {
  /// The registers this driver uses. The EEPROM's key and command (0x09, 0x0A) are missing on purpose.
  /// Source: MagnTek MT6701 Rev. 1.5, "I2C Interface" and "EEPROM".
  public enum Register: UInt8, Sendable {
    /// Angle, bits 13...6; bits 5...0 follow, at the left of their byte.
    case angle = 0x03
    /// Zero position, bits 11...8, below hysteresis and width of the Z pulse.
    case zeroHigh = 0x32
    /// Zero position, bits 7...0.
    case zeroLow = 0x33

    /// What the register holds.
    public var name: String {
      switch self {
      case .angle: "ANGLE"
      case .zeroHigh: "ZERO (high)"
      case .zeroLow: "ZERO (low)"
      }
    }
  }
}
