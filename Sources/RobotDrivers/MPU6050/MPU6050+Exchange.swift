public import RobotHAL

extension MPU6050 {
  /// INT_STATUS and all measurements of one instant, in one burst of fifteen bytes.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [Register.interruptStatus.rawValue],
          replyCount: 15))
    ]
  }

  /// Notices a chip that lost its supply: it then sleeps (PWR_MGMT_1 is 0x40).
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.power.rawValue], replyCount: 1),
      expected: [Bits.awake])
  }

  /// Acceleration, angular velocity and temperature.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    InertialChannels.acceleration(within: configuration.acceleration.scale * 32768)
      + InertialChannels.angularVelocity(within: configuration.angularVelocity.scale * 32768)
      + [InertialChannels.temperature(in: -40...85)]
  }
}
