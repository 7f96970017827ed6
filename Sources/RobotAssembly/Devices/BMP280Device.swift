internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: bmp280`.
struct BMP280Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "bmp280", kind: .sensor, addresses: 0x76...0x77, defaultAddress: 0x76,
    maximumSpeed: 1e6)
  static let identity = BMP280.identity

  private let configuration: BMP280.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(BMP280.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] { BMP280.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var watch: SettingsWatch? { BMP280.watch(for: configuration) }
  var channels: [SensorChannel] { BMP280.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(BMP280.Failure) in
      try BMP280.setUp(configuration, on: &bus)
    }
    return .sensor(.bmp280(decoder))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    BMP280Model(
      address: configuration.address, air: FixedAir(AirReading(pascals: 101_325, celsius: 25)))
  }
}
