extension INA260 {
  /// The registers this driver uses, 16 bits, high byte first. Source: TI SBOS656, table 4.
  public enum Register: UInt8, Sendable {
    /// CONFIGURATION: averages, conversion times, mode.
    case configuration = 0x00
    /// The current, 1.25 mA, signed.
    case current = 0x01
    /// The bus voltage, 1.25 mV, 15 bits.
    case busVoltage = 0x02
    /// MASK/ENABLE, with the conversion ready flag.
    case maskEnable = 0x06
    /// 0x5449.
    case manufacturer = 0xFE
    /// 0x227x.
    case die = 0xFF

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .configuration: "CONFIGURATION"
      case .current: "CURRENT"
      case .busVoltage: "BUS VOLTAGE"
      case .maskEnable: "MASK/ENABLE"
      case .manufacturer: "MANUFACTURER ID"
      case .die: "DIE ID"
      }
    }
  }
}
