internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: ina219`.
struct INA219Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "ina219", kind: .power, addresses: 0x40...0x4F, defaultAddress: nil,
    maximumSpeed: 1e6,
    keys: [
      DriverSchema.Key(
        "shunt", .resistance, in: 1e-5...10, required: true,
        summary: "resistance of the shunt that the current flows through")
    ])
  static let identity = INA219.identity

  private let configuration: INA219.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(INA219.ConfigurationError) in
      try .init(address: device.i2cAddress, shuntOhms: device.settings["shunt"] ?? 0)
    }
  }

  var readings: [CyclicExchange] { INA219.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var watch: SettingsWatch? { INA219.watch(for: configuration) }
  var channels: [SensorChannel] { INA219.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(INA219.Failure) in
      _ = try INA219.setUp(configuration, on: &bus)
    }
    return .sensor(.ina219(INA219.Decoder(configuration)))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    INA219Model(
      address: configuration.address, shuntOhms: configuration.shuntOhms,
      supply: PlantSupply(scene.plant))
  }
}
