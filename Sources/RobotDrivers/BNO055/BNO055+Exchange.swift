public import RobotHAL

extension BNO055 {
  /// All measurements, the calibration and the status, in one burst of 51 bytes.
  public static func exchanges(for configuration: Configuration) -> [CyclicExchange] {
    [
      CyclicExchange(
        Exchange(
          address: configuration.address, request: [Register.measurements.rawValue],
          replyCount: 51))
    ]
  }

  /// Notices a chip that lost its supply: OPR_MODE is then 0. Reads UNIT_SEL to PWR_MODE.
  public static func watch(for configuration: Configuration) -> SettingsWatch {
    SettingsWatch(
      Exchange(
        address: configuration.address, request: [Register.units.rawValue], replyCount: 4),
      expected: [Bits.units, 0x00, configuration.mode.rawValue, 0x00],
      // The second byte is reserved, as are the upper bits of the modes.
      mask: [0xFF, 0x00, 0x0F, 0x03])
  }

  /// Acceleration, angular velocity and temperature, then the orientation of the sensor (the rotation
  /// from its axes to those of the world, w first), the acceleration without gravity, how well
  /// everything is calibrated (0 not, 3 fully), and in a mode with magnetometer the magnetic field.
  public static func channels(for configuration: Configuration) -> [SensorChannel] {
    let limit = Double(fullAcceleration) / 100
    let gyro = angularVelocity(counts: fullAngularVelocity)
    var channels = InertialChannels.acceleration(within: limit)
    channels += InertialChannels.angularVelocity(within: gyro)
    channels.append(InertialChannels.temperature(in: -40...85))
    channels += ["w", "x", "y", "z"].map { SensorChannel("quaternion_\($0)", .one, in: -1...1) }
    channels += InertialChannels.triple(
      "linear_acceleration", .metrePerSecondSquared, within: 2 * limit)
    channels += ["system", "gyroscope", "accelerometer", "magnetometer"].map {
      SensorChannel("calibration_\($0)", .one, in: 0...3)
    }
    guard configuration.mode.hasMagnetometer else { return channels }
    return channels + InertialChannels.triple("magnetic_field", .tesla, within: 2048e-6)
  }
}
