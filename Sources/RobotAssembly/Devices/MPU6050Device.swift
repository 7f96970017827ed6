internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: mpu6050`.
struct MPU6050Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "mpu6050", kind: .sensor, addresses: 0x68...0x69, defaultAddress: 0x68,
    maximumSpeed: 400e3,
    keys: InertialRanges.keys)
  static let identity = MPU6050.identity

  static let isInertial = true

  private let configuration: MPU6050.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    let ranges = try InertialRanges(device).invenSense()
    configuration = try DeviceProblem.wrap { () throws(MPU6050.ConfigurationError) in
      try .init(
        address: device.i2cAddress, acceleration: ranges.acceleration,
        angularVelocity: ranges.angularVelocity)
    }
  }

  var readings: [CyclicExchange] { MPU6050.exchanges(for: configuration) }
  var watch: SettingsWatch? { MPU6050.watch(for: configuration) }
  var channels: [SensorChannel] { MPU6050.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(MPU6050.Failure) in
      try MPU6050.setUp(configuration, on: &bus).decoder
    }
    return .sensor(.mpu6050(decoder))
  }

  func warnings(_ decoder: DeviceDecoder) -> [BilingualText] {
    guard case .sensor(.mpu6050(let decoder)) = decoder else { return [] }
    return decoder.warnings.map { warning in
      switch warning {
      case .relative(let part):
        BilingualText(
          warning.description,
          "MPU6050：WHO_AM_I 为 \(part)，是同系列芯片或其仿制品；寄存器与量程相同，温度换算不同，"
            + "噪声和零偏可能更差")
      }
    }
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    MPU6050Model(address: configuration.address, source: scene.motion)
  }
}
