public import RobotHAL

extension AS5048B {
  /// Gain, diagnostics, magnitude and angle in one burst of six bytes, so that angle and flags belong
  /// together and the angle's two bytes to one measurement.
  public static func sample(at address: I2CAddress) -> Exchange {
    Exchange(address: address, request: [Register.gain.rawValue], replyCount: 6)
  }

  /// `sample(at:)` in every turn.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [CyclicExchange(sample(at: configuration.address))]
  }

  /// Looks at the zero position, which `setUp` made 0: a chip that lost its supply has the one again
  /// that was programmed. Where none was, nothing is lost with the supply; the sample shows that the
  /// chip starts.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.zeroHigh.rawValue], replyCount: 2),
      expected: [0x00, 0x00], mask: [0xFF, 0x3F])
  }
}
