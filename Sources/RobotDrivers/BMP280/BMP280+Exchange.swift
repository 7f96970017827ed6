public import RobotHAL

extension BMP280 {
  /// Pressure and temperature of one measurement, in one burst of six bytes.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [Register.data.rawValue], replyCount: 6))
    ]
  }

  /// Reads ctrl_meas and config, to notice a chip that lost its supply: both are then 0.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.control.rawValue], replyCount: 2),
      expected: [configuration.controlRegister, configuration.configurationRegister],
      mask: [0xFF, 0xFC])
  }

  /// Pressure [Pa] and temperature [°C], in the chip's operating range (tables 2 and 3).
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    [
      SensorChannel("pressure", .pascal, in: 30_000...110_000),
      SensorChannel("temperature", .celsius, in: -40...85),
    ]
  }
}
