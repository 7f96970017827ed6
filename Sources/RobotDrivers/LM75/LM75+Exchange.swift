public import RobotHAL
public import RobotUnits

extension LM75 {
  /// Reads the temperature in every turn.
  public static func exchanges(_ configuration: Configuration) -> [CyclicExchange] {
    [
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [Register.temperature.rawValue], replyCount: 2))
    ]
  }

  /// What the exchange measures.
  public static var channels: [SensorChannel] {
    [SensorChannel("temperature", .celsius, in: -55...125)]
  }

  /// The least time between turns: the chip converts every 0.1 s.
  public static func leastInterval(_ configuration: Configuration) -> TimeSpan {
    .milliseconds(100)
  }

  /// Looks at Conf, whose fault queue is never that of power-on once it was set up.
  public static func watch(_ configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.configuration.rawValue], replyCount: 1),
      expected: [configuration.faultQueue.rawValue])
  }
}
