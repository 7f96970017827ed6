public import RobotHAL

extension LSM6DSO {
  /// STATUS_REG, a reserved byte and all measurements, in one burst of sixteen bytes.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [Register.status.rawValue], replyCount: 16))
    ]
  }

  /// Notices a chip that lost its supply: CTRL1_XL and CTRL2_G are then 0, CTRL3_C is 0x04.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.accelerometer.rawValue],
        replyCount: 3),
      expected: [
        configuration.accelerometerRegister, configuration.gyroscopeRegister, Bits.control3,
      ])
  }

  /// Acceleration, angular velocity and temperature.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    InertialChannels.acceleration(within: configuration.acceleration.scale * 32768)
      + InertialChannels.angularVelocity(within: configuration.angularVelocity.scale * 32768)
      + [InertialChannels.temperature(in: -40...85)]
  }
}
