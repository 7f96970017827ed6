public import RobotHAL
public import RobotUnits

extension INA260 {
  /// Reads the ready flag, the bus voltage and the current in every turn. The chip has no burst over
  /// registers; reading MASK/ENABLE clears the flag.
  public static func exchanges(_ configuration: Configuration) -> [CyclicExchange] {
    [.maskEnable, .busVoltage, .current].map { (register: Register) in
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [register.rawValue], replyCount: 2))
    }
  }

  /// What the exchanges measure: voltage of the supply, current through the chip.
  public static var channels: [SensorChannel] {
    [
      SensorChannel("voltage", .volt, in: 0...40.96),
      SensorChannel("current", .ampere, in: -40.96...40.96),
    ]
  }

  /// The least time between turns: the averaged conversions of current and bus.
  public static func leastInterval(_ configuration: Configuration) -> TimeSpan {
    configuration.conversionTime.longest * (2 * configuration.averaging.count)
  }

  /// Looks at CONFIGURATION, which never has its power-on value once it was set up.
  public static func watch(_ configuration: Configuration) -> SettingsWatch {
    let register = configuration.configurationRegister
    return SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.configuration.rawValue], replyCount: 2),
      expected: [UInt8(register >> 8), UInt8(register & 0xFF)])
  }
}
