public import RobotHAL
public import RobotUnits

extension INA260 {
  /// Reads the ready flag, the bus voltage and the current in every turn. The chip has no burst over
  /// registers; reading MASK/ENABLE clears the flag.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [.maskEnable, .busVoltage, .current].map { (register: Register) in
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [register.rawValue], replyCount: 2))
    }
  }

  /// What the exchanges measure: voltage of the supply, current through the chip.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    [
      SensorChannel("voltage", .volt, in: 0...40.96),
      SensorChannel("current", .ampere, in: -40.96...40.96),
    ]
  }

  /// Looks at CONFIGURATION, which never has its power-on value once it was set up.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    let register = configuration.configurationRegister
    return SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.configuration.rawValue], replyCount: 2),
      expected: [UInt8(register >> 8), UInt8(register & 0xFF)])
  }
}

extension INA260.Configuration {
  /// The least time between turns: the averaged conversions of current and bus.
  public var leastTurn: TimeSpan { conversionTime.longest * (2 * averaging.count) }
}
