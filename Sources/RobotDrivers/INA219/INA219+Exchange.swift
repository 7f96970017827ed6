public import RobotHAL
public import RobotUnits

extension INA219 {
  /// Reads the bus voltage, then the shunt voltage, in every turn. The chip has no burst over registers;
  /// reading the bus voltage clears CNVR, which tells a new measurement.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [.busVoltage, .shuntVoltage].map { (register: Register) in
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [register.rawValue], replyCount: 2))
    }
  }

  /// What the exchanges measure: voltage of the supply, current through the shunt.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    let volts = busVolts(register: UInt16(configuration.busRange.counts << 3))
    let amperes = configuration.fullScaleAmperes
    return [
      SensorChannel("voltage", .volt, in: 0...volts),
      SensorChannel("current", .ampere, in: -amperes...amperes),
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

extension INA219.Decoder {
  /// A decoder of the replies of a chip with `configuration`.
  public init(_ configuration: INA219.Configuration) {
    self.init(
      shuntOhms: configuration.shuntOhms, shuntCounts: configuration.shuntRange.counts,
      busCounts: configuration.busRange.counts)
  }
}

extension INA219.Configuration {
  /// The least time between turns: a conversion of the shunt and one of the bus.
  public var leastTurn: TimeSpan { sampling.longest * 2 }
}
