internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: ina260`.
struct INA260Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "ina260", kind: .power, addresses: 0x40...0x4F, defaultAddress: nil,
    maximumSpeed: 1e6)
  static let identity = INA260.identity

  private let configuration: INA260.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(INA260.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] { INA260.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var watch: SettingsWatch? { INA260.watch(for: configuration) }
  var channels: [SensorChannel] { INA260.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(INA260.Failure) in
      _ = try INA260.setUp(configuration, on: &bus)
    }
    return .sensor(.ina260(INA260.Decoder()))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    INA260Model(address: configuration.address, supply: PlantSupply(scene.plant))
  }
}
