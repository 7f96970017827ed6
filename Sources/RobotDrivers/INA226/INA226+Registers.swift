extension INA226 {
  /// The registers this driver uses, 16 bits, high byte first. Source: TI SBOS547, table 4.
  public enum Register: UInt8, Sendable {
    /// CONFIG: averages, conversion times, mode.
    case configuration = 0x00
    /// The shunt voltage, 2.5 µV, signed.
    case shuntVoltage = 0x01
    /// The bus voltage, 1.25 mV, 15 bits.
    case busVoltage = 0x02
    /// CALIBRATION, 15 bits.
    case calibration = 0x05
    /// MASK/ENABLE, with the conversion ready flag.
    case maskEnable = 0x06
    /// 0x5449.
    case manufacturer = 0xFE
    /// 0x226x.
    case die = 0xFF

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .configuration: "CONFIG"
      case .shuntVoltage: "SHUNT_VOLTAGE"
      case .busVoltage: "BUS_VOLTAGE"
      case .calibration: "CALIBRATION"
      case .maskEnable: "MASK/ENABLE"
      case .manufacturer: "MANUFACTURER_ID"
      case .die: "DIE_ID"
      }
    }
  }
}
