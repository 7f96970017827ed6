extension LM75 {
  /// The registers this driver uses. Source: NXP LM75A rev. 11, table 5.
  public enum Register: UInt8, Sendable {
    /// Temp: eleven bits at the left of sixteen, 0.125 °C.
    case temperature = 0x00
    /// Conf, eight bits: fault queue, polarity and mode of OS, shutdown.
    case configuration = 0x01
    /// Thyst: nine bits at the left of sixteen, 0.5 °C.
    case hysteresis = 0x02
    /// Tos, as Thyst.
    case overTemperature = 0x03

    /// The datasheet's name.
    public var name: String {
      switch self {
      case .temperature: "Temp"
      case .configuration: "Conf"
      case .hysteresis: "Thyst"
      case .overTemperature: "Tos"
      }
    }
  }
}
