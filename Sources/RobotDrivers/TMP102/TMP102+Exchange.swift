public import RobotHAL
public import RobotUnits

extension TMP102 {
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
    [SensorChannel("temperature", .celsius, in: -55...150)]
  }

  /// The least time between turns: the period of the conversions.
  public static func leastInterval(_ configuration: Configuration) -> TimeSpan {
    configuration.rate.period
  }

  /// Looks at CONFIGURATION, which has EM set once it was set up, and not after power-on.
  public static func watch(_ configuration: Configuration) -> SettingsWatch {
    let register = configuration.configurationRegister
    let mask = ~ConfigurationBits.volatile
    return SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.configuration.rawValue], replyCount: 2),
      expected: [UInt8(register >> 8), UInt8(register & 0xFF)],
      mask: [UInt8(mask >> 8), UInt8(mask & 0xFF)])
  }
}
