public import RobotHAL

extension INA226 {
  /// What is read in every turn: bus voltage, then shunt voltage.
  public static func readings(at address: I2CAddress) -> [CyclicExchange] {
    [
      CyclicExchange(bus(at: address), isIndependent: true),
      CyclicExchange(shunt(at: address), isIndependent: true),
    ]
  }

  /// The channels of `Decoder`: voltage, current.
  public static func channels(shuntOhms: Double) -> [SensorChannel] {
    let amperes = fullScaleShuntVolts / shuntOhms
    return [
      SensorChannel("voltage", .volt, in: 0...40.96),
      SensorChannel("current", .ampere, in: -amperes...amperes),
    ]
  }
}
