public import RobotConfiguration

/// The devices that a robot file can name, and what it may say about each: the one place, beside the
/// set-up and the traffic, where a device's name meets its type.
public enum DriverCatalog {
  /// What the robot file may say, one schema per driver.
  public static let schemas: [DriverSchema] = Driver.allCases.map(\.schema)
}

/// A driver that this build contains.
enum Driver: String, CaseIterable {
  case pca9685, as5600, tca9548a, ina226

  var schema: DriverSchema {
    switch self {
    case .pca9685:
      DriverSchema(
        name: rawValue, kind: .pwm, addresses: 0x40...0x77, defaultAddress: nil,
        powerOnAddresses: [0x70], maximumSpeed: 1e6,
        keys: [
          DriverSchema.Key(
            "frequency", .frequency, in: 24...1526, default: 1000,
            summary: "PWM frequency of all sixteen channels")
        ])
    case .as5600:
      DriverSchema(
        name: rawValue, kind: .encoder, addresses: 0x36...0x36, defaultAddress: 0x36,
        maximumSpeed: 1e6)
    case .tca9548a:
      DriverSchema(
        name: rawValue, kind: .mux, addresses: 0x70...0x77, defaultAddress: nil,
        maximumSpeed: 400e3)
    case .ina226:
      DriverSchema(
        name: rawValue, kind: .power, addresses: 0x40...0x4F, defaultAddress: nil,
        maximumSpeed: 1e6,
        keys: [
          DriverSchema.Key(
            "shunt", .resistance, in: 1e-5...10, required: true,
            summary: "resistance of the shunt that the current flows through")
        ])
    }
  }
}

extension DeviceDescription {
  /// The device's driver. The loader accepts no name that is not in the catalogue.
  var knownDriver: Driver {
    guard let known = Driver(rawValue: driver) else {
      preconditionFailure("the robot file was loaded with another catalogue")
    }
    return known
  }
}
