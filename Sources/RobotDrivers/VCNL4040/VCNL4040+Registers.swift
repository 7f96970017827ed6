extension VCNL4040 {
  /// The registers this driver uses, words with the low byte first. Source: document 84274, table 1.
  public enum Register: UInt8, Sendable {
    /// ALS_CONF: integration time in bits 7...6, shut-down in bit 0.
    case ambientConfiguration = 0x00
    /// PS_CONF1 and PS_CONF2: duty in bits 7...6, integration time in 3...1, shut-down in 0; 16 bits in
    /// bit 11.
    case proximityConfiguration = 0x03
    /// PS_CONF3 and PS_MS: LED current in bits 10...8.
    case proximityMode = 0x04
    /// PS_CANC: what the chip subtracts.
    case cancellation = 0x05
    /// PS_Data.
    case proximity = 0x08
    /// ALS_Data.
    case ambient = 0x09
    /// ID: 0x0186.
    case identity = 0x0C

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .ambientConfiguration: "ALS_CONF"
      case .proximityConfiguration: "PS_CONF1/2"
      case .proximityMode: "PS_CONF3/PS_MS"
      case .cancellation: "PS_CANC"
      case .proximity: "PS_Data"
      case .ambient: "ALS_Data"
      case .identity: "ID"
      }
    }
  }

  /// Values of registers.
  enum Bits {
    static let identity: UInt16 = 0x0186
    /// ALS_SD and PS_SD.
    static let shutDown: UInt16 = 0x0001
    /// PS_HD: proximity has sixteen bits.
    static let sixteenBits: UInt16 = 0x0800
  }
}
