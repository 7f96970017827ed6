extension TMP102 {
  /// The registers, 16 bits, high byte first. Source: TI SBOS397, table 6-7.
  public enum Register: UInt8, Sendable {
    /// The temperature, at the left, 0.0625 °C; bit 0 is set in the extended mode.
    case temperature = 0x00
    /// CONFIGURATION: mode, rate, ALERT.
    case configuration = 0x01
    /// TLOW, as the temperature.
    case low = 0x02
    /// THIGH, as the temperature.
    case high = 0x03

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .temperature: "TEMPERATURE"
      case .configuration: "CONFIGURATION"
      case .low: "TLOW"
      case .high: "THIGH"
      }
    }
  }

  /// Bits of CONFIGURATION.
  enum ConfigurationBits {
    /// R1 and R0, always 1, and the four lowest, always 0.
    static let fixed: UInt16 = 0x600F
    static let fixedValue: UInt16 = 0x6000
    static let shutdown: UInt16 = 0x0100
    /// What the chip changes by itself: OS in shutdown, AL with the temperature.
    static let volatile: UInt16 = 0x8020
    static let extended: UInt16 = 0x0010
  }
}
