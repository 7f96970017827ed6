public import RobotHAL
public import RobotUnits

extension TMP102 {
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
    [SensorChannel("temperature", .celsius, in: -55...150)]
  }

  /// Looks at CONFIGURATION, which has EM set once it was set up, and not after power-on.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    let register = configuration.configurationRegister
    let mask = ~ConfigurationBits.volatile
    return SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.configuration.rawValue], replyCount: 2),
      expected: [UInt8(register >> 8), UInt8(register & 0xFF)],
      mask: [UInt8(mask >> 8), UInt8(mask & 0xFF)])
  }
}

extension TMP102.Configuration {
  /// The least time between turns: the period of the conversions.
  public var leastTurn: TimeSpan { rate.period }
}
