public import RobotHAL

extension AS5600 {
  /// STATUS and RAW_ANGLE in one burst of three bytes, so that angle and flags belong together.
  public static func sample(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.status.rawValue], replyCount: 3)
  }

  /// `sample(at:)` in every turn.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [CyclicExchange(sample(at: configuration.address))]
  }

  /// Looks at the driver's bits of CONF: a chip that lost its supply has the slowest filter again. With
  /// that filter nothing is lost with the supply.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.configuration.rawValue], replyCount: 2),
      expected: bytes(configuration.bits), mask: bytes(ConfigurationBits.owned))
  }

  private static func bytes(_ word: UInt16) -> [UInt8] { [UInt8(word >> 8), UInt8(word & 0xFF)] }
}
