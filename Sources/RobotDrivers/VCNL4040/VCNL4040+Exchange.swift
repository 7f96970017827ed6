public import RobotHAL

extension VCNL4040 {
  /// Reads the proximity in each turn and, where it is measured, the ambient light in each turn in which
  /// it can be new.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    var exchanges = [CyclicExchange(read(.proximity, at: configuration.address))]
    if configuration.ambient != nil {
      exchanges.append(
        CyclicExchange(
          read(.ambient, at: configuration.address), interval: configuration.ambientInterval))
    }
    return exchanges
  }

  /// Reads PS_CONF1 and PS_CONF2, to notice a chip that lost its supply: proximity is then shut down.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      read(.proximityConfiguration, at: configuration.address),
      expected: [
        UInt8(configuration.proximityRegister & 0xFF), UInt8(configuration.proximityRegister >> 8),
      ])
  }

  /// Proximity [counts] and, where it is measured, illuminance [lx].
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    var channels = [SensorChannel("proximity", .counts, in: 1...65534)]
    if let ambient = configuration.ambient {
      let most = lux(counts: 65534, field: ambient.rawValue)
      channels.append(SensorChannel("illuminance", .lux, in: 0...most))
    }
    return channels
  }

  private static func read(_ register: Register, at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [register.rawValue], replyCount: 2)
  }
}
