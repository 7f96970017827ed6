public import RobotHAL

extension MT6701 {
  /// Both bytes of the angle in one burst, so that they belong to one measurement.
  public static func sample(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.angle.rawValue], replyCount: 2)
  }

  /// `sample(at:)` in every turn.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [CyclicExchange(sample(at: configuration.address))]
  }

  /// Looks at the zero position, which `setUp` made 0: a chip that lost its supply has the one of its
  /// EEPROM again. Where that is 0, nothing is lost with the supply.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.zeroHigh.rawValue], replyCount: 2),
      expected: [0x00, 0x00], mask: [0x0F, 0xFF])
  }
}
