internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: vcnl4040`.
struct VCNL4040Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "vcnl4040", kind: .sensor, addresses: 0x60...0x60, defaultAddress: 0x60,
    maximumSpeed: 400e3)
  static let identity = VCNL4040.identity

  private let configuration: VCNL4040.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(VCNL4040.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] { VCNL4040.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var watch: SettingsWatch? { VCNL4040.watch(for: configuration) }
  var channels: [SensorChannel] { VCNL4040.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(VCNL4040.Failure) in
      try VCNL4040.setUp(configuration, on: &bus)
    }
    return .sensor(.vcnl4040(decoder))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    VCNL4040Model(
      address: configuration.address, light: FixedLight(LightReading(reflected: 0.1, lux: 100)))
  }
}
