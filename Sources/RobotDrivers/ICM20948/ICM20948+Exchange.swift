public import RobotHAL

extension ICM20948 {
  /// Bank 0 is selected, then one burst has everything: with the magnetometer from I2C_MST_STATUS to its
  /// ST2 (45 bytes), without it from INT_STATUS_1 to the temperature (33 bytes).
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    let burst: (first: UInt8, count: Int) = configuration.hasMagnetometer ? (0x17, 45) : (0x1A, 33)
    return [
      CyclicExchange(
        Exchange(address: configuration.address, request: [bankSelect, 0x00], replyCount: 0)),
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [burst.first], replyCount: burst.count)),
    ]
  }

  /// Notices a chip that lost its supply: it then sleeps (PWR_MGMT_1 is 0x41) and its auxiliary master
  /// is off. It reads USER_CTRL to PWR_MGMT_2 of bank 0, which the cyclic exchanges leave selected.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.userControl.address], replyCount: 5),
      expected: [configuration.userControl, 0x00, Bits.lowPower, Bits.awake, 0x00],
      // The second byte is no register.
      mask: [0xFF, 0x00, 0xFF, 0xFF, 0xFF])
  }

  /// Acceleration, angular velocity and temperature, then the magnetic field in the accelerometer's
  /// axes.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    let channels =
      InertialChannels.acceleration(within: configuration.acceleration.scale * 32768)
      + InertialChannels.angularVelocity(within: configuration.angularVelocity.scale * 32768)
      + [InertialChannels.temperature(in: -40...85)]
    guard configuration.hasMagnetometer else { return channels }
    return channels + InertialChannels.triple("magnetic_field", .tesla, within: 4912.8e-6)
  }
}
