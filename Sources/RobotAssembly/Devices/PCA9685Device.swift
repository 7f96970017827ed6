internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: pca9685`. What it is told in the cycle are the duties of the bridges that joints name.
struct PCA9685Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "pca9685", kind: .pwm, addresses: 0x40...0x77, defaultAddress: nil,
    powerOnAddresses: [0x70], maximumSpeed: 1e6,
    keys: [
      DriverSchema.Key(
        "frequency", .frequency, in: 24...1526, default: 1000,
        summary: "PWM frequency of all sixteen channels")
    ])
  static let identity = PCA9685.identity
  /// 0x70 is the all-call address.
  static let usualAddresses = (UInt8(0x40)...0x77).filter { $0 != 0x70 }

  private let configuration: PCA9685.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    guard let frequency = Frequency(hertz: device.settings["frequency"] ?? 1000) else {
      throw DeviceProblem("the frequency is not a positive number")
    }
    configuration = try DeviceProblem.wrap { () throws(PCA9685.ConfigurationError) in
      try .init(address: device.i2cAddress, frequency: frequency)
    }
  }

  var off: Exchange? { PCA9685.allOff(at: configuration.address) }
  var watch: SettingsWatch? { PCA9685.watch(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(PCA9685.Failure) in
      try PCA9685.setUp(configuration, on: &bus)
    }
    return .none
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    PCA9685Model(
      address: configuration.address, outputEnable: scene.outputEnable,
      observer: scene.pwmObserver)
  }
}
