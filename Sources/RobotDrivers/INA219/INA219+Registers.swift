extension INA219 {
  /// The registers this driver uses, 16 bits, high byte first. Source: TI SBOS448, table 2.
  public enum Register: UInt8, Sendable {
    /// CONFIGURATION: ranges, resolutions, mode.
    case configuration = 0x00
    /// The shunt voltage, 10 µV, signed.
    case shuntVoltage = 0x01
    /// The bus voltage, 4 mV, 13 bits, unsigned, above CNVR and OVF.
    case busVoltage = 0x02
    /// CALIBRATION; its bit 0 always reads 0.
    case calibration = 0x05

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .configuration: "CONFIGURATION"
      case .shuntVoltage: "SHUNT VOLTAGE"
      case .busVoltage: "BUS VOLTAGE"
      case .calibration: "CALIBRATION"
      }
    }
  }
}
