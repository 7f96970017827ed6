public import RobotHAL
public import RobotUnits

extension LM75 {
  /// Reads the temperature in every turn.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [Register.temperature.rawValue], replyCount: 2))
    ]
  }

  /// What the exchange measures.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    [SensorChannel("temperature", .celsius, in: -55...125)]
  }

  /// Looks at Conf, whose fault queue is never that of power-on once it was set up.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.configuration.rawValue], replyCount: 1),
      expected: [configuration.faultQueue.rawValue])
  }
}

extension LM75.Configuration {
  /// The least time between turns: the chip converts every 0.1 s.
  public var leastTurn: TimeSpan { .milliseconds(100) }
}
