public import RobotHAL

extension MPL115A2 {
  /// Starts a conversion in one turn and reads it in the next.
  ///
  /// The chip does not say whether it converted: a start that was not acknowledged leaves the old numbers
  /// to be read, so its failure must count against the sensor.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [Register.convert.rawValue, 0x00],
          replyCount: 0), interval: 2, turn: 0),
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [Register.data.rawValue], replyCount: 4),
        interval: 2, turn: 1),
    ]
  }

  /// Pressure [Pa] and temperature [°C], in the chip's operating range (table 2).
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    [
      SensorChannel("pressure", .pascal, in: 50_000...115_000),
      SensorChannel("temperature", .celsius, in: -40...105),
    ]
  }
}
