public import RobotConfiguration

/// The devices that a robot file can name: the one place where a device's name meets its type.
public enum DriverCatalog {
  /// What the robot file may say, one schema per driver.
  public static let schemas: [DriverSchema] =
    drivers.map { $0.schema } + [FeetechServo.schema, PaXiniPad.schema]

  /// All drivers of this build.
  static var drivers: [any DeviceDriver.Type] {
    [
      PCA9685Device.self,
      AS5600Device.self,
      AS5600LDevice.self,
      TCA9548ADevice.self,
      INA226Device.self,
      AS5048BDevice.self,
      MT6701Device.self,
      INA219Device.self,
      INA260Device.self,
      LM75Device.self,
      TMP102Device.self,
      ADS1115Device.self,
      ADS1015Device.self,
      MLX90393Device.self,
      MPR121Device.self,
      MPL115A2Device.self,
      BMP280Device.self,
      VL6180XDevice.self,
      VCNL4040Device.self,
      MPU6050Device.self,
      LSM6DSODevice.self,
      ICM20948Device.self,
      BNO055Device.self,
      DRV8830Device.self,
      TMAG5273Device.self,
    ]
  }

  /// What `device` can be used as.
  static func kind(of device: DeviceDescription) -> DriverSchema.Kind {
    type(of: device).schema.kind
  }

  /// The driver of `device`, with its settings.
  static func driver(
    of device: DeviceDescription
  ) throws(DeviceProblem) -> any DeviceDriver {
    try type(of: device).init(device)
  }

  private static func type(of device: DeviceDescription) -> any DeviceDriver.Type {
    guard let type = drivers.first(where: { $0.schema.name == device.driver }) else {
      preconditionFailure("the robot file was loaded with another catalogue")
    }
    return type
  }
}
