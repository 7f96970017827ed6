internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: bno055`.
struct BNO055Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "bno055", kind: .sensor, addresses: 0x28...0x29, defaultAddress: 0x28,
    maximumSpeed: 400e3)

  private let configuration: BNO055.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(BNO055.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] { BNO055.exchanges(for: configuration) }
  var watch: SettingsWatch? { BNO055.watch(for: configuration) }
  var channels: [SensorChannel] { BNO055.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(BNO055.Failure) in
      try BNO055.setUp(configuration, on: &bus).decoder
    }
    return .sensor(.bno055(decoder))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    BNO055Model(address: configuration.address, source: FixedMotion())
  }
}
