public import RobotHAL
public import RobotUnits

extension INA226 {
  /// Reads the shunt voltage. The chip has no burst over registers.
  public static func shunt(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.shuntVoltage.rawValue], replyCount: 2)
  }

  /// Reads the bus voltage.
  public static func bus(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.busVoltage.rawValue], replyCount: 2)
  }

  /// Reads MASK/ENABLE with the conversion ready flag, and clears the flag.
  public static func flags(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.maskEnable.rawValue], replyCount: 2)
  }

  /// Reads the ready flag, the bus voltage and the shunt voltage in every turn.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    let address = configuration.address
    return [flags(at: address), bus(at: address), shunt(at: address)].map { CyclicExchange($0) }
  }

  /// What the exchanges measure: voltage of the supply, current through the shunt.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    let amperes = fullScaleShuntVolts / configuration.shuntOhms
    return [
      SensorChannel("voltage", .volt, in: 0...40.96),
      SensorChannel("current", .ampere, in: -amperes...amperes),
    ]
  }

  /// Looks at CONFIG, to notice a chip that lost its supply: it then has 0x4127 again. Where that is the
  /// configured value, it looks at CALIBRATION, which is 0 again; where that is 0 too, nothing is lost
  /// with the supply.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    let isPowerOnValue = configuration.configurationRegister == powerOnConfiguration
    let (register, value): (Register, UInt16) =
      isPowerOnValue && configuration.calibration != 0
      ? (.calibration, configuration.calibration)
      : (.configuration, configuration.configurationRegister)
    return SettingsWatch(
      Exchange(address: configuration.address, request: [register.rawValue], replyCount: 2),
      expected: [UInt8(value >> 8), UInt8(value & 0xFF)])
  }

  /// CONFIG after power-on and after a reset.
  private static let powerOnConfiguration: UInt16 = 0x4127
}

extension INA226.Decoder {
  /// A decoder of the replies of a chip with `configuration`.
  public init(_ configuration: INA226.Configuration) {
    self.init(shuntOhms: configuration.shuntOhms)
  }
}

extension INA226.Configuration {
  /// The least time between turns: the averaged conversions of shunt and bus.
  public var leastTurn: TimeSpan { conversionTime.longest * (2 * averaging.count) }
}
