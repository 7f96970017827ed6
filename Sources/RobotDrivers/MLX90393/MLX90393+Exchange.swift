public import RobotHAL

extension MLX90393 {
  /// Reads what was measured and, in single mode, starts the next measurement. Turns must be at least
  /// `Configuration.leastTurn` apart.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    let address = configuration.address
    let words = configuration.readsTemperature ? 4 : 3
    let read = Exchange(
      address: address, request: [Command.readMeasurement.rawValue | configuration.axes],
      replyCount: 1 + 2 * words)
    switch configuration.mode {
    case .single: return [CyclicExchange(read), CyclicExchange(start(configuration))]
    case .burst: return [CyclicExchange(read)]
    }
  }

  /// Reads CONF1, whose BURST_SEL is 0 in a chip that lost its supply. Of the status only ERROR is
  /// looked at.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    let bits = configuration.settings.first { $0.register == .mode }?.bits ?? 0
    let owned = Register.mode.owned
    return SettingsWatch(
      Exchange(
        address: configuration.address,
        request: [Command.readRegister.rawValue, Register.mode.rawValue << 2], replyCount: 3),
      expected: [0x00, UInt8(bits >> 8), UInt8(bits & 0xFF)],
      mask: [0x10, UInt8(owned >> 8), UInt8(owned & 0xFF)])
  }

  /// `field_x`, `field_y` and `field_z` in T, then `temperature` where it is read.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    let xy = largestTesla(
      configuration.coding(configuration.resolutionXY),
      teslaPerCountXY(gain: configuration.gain, resolution: configuration.resolutionXY))
    let z = largestTesla(
      configuration.coding(configuration.resolutionZ),
      teslaPerCountZ(gain: configuration.gain, resolution: configuration.resolutionZ))
    let field = [
      SensorChannel("field_x", .tesla, in: -xy...xy),
      SensorChannel("field_y", .tesla, in: -xy...xy),
      SensorChannel("field_z", .tesla, in: -z...z),
    ]
    guard configuration.readsTemperature else { return field }
    return field + [SensorChannel("temperature", .celsius, in: -40...125)]
  }

  /// Starts what the mode is about.
  static func start(_ configuration: Configuration) -> Exchange {
    let command: Command =
      switch configuration.mode {
      case .single: .startMeasurement
      case .burst: .startBurst
      }
    return Exchange(
      address: configuration.address, request: [command.rawValue | configuration.axes],
      replyCount: 1)
  }

  private static func largestTesla(_ coding: Coding, _ teslaPerCount: Double) -> Double {
    Double(coding.limit) * teslaPerCount
  }
}
