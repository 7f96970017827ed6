internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import SimulatedHAL

/// `driver: ina226`.
struct INA226Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "ina226", kind: .power, addresses: 0x40...0x4F, defaultAddress: nil,
    maximumSpeed: 1e6,
    keys: [
      DriverSchema.Key(
        "shunt", .resistance, in: 1e-5...10, required: true,
        summary: "resistance of the shunt that the current flows through")
    ])
  static let identity = INA226.identity

  private let configuration: INA226.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(INA226.ConfigurationError) in
      try .init(address: device.i2cAddress, shuntOhms: device.settings["shunt"] ?? 0)
    }
  }

  /// Each in a cycle of its own: a supply changes slowly, and no cycle should carry all three. Read before a
  /// conversion ends, the chip says so.
  var readings: [CyclicExchange] {
    INA226.exchanges(for: configuration).map { CyclicExchange($0.exchange, isIndependent: true) }
  }
  var watch: SettingsWatch? { INA226.watch(for: configuration) }
  var channels: [SensorChannel] { INA226.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(INA226.Failure) in
      try INA226.setUp(configuration, on: &bus)
    }
    return .sensor(.ina226(INA226.Decoder(configuration)))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    INA226Model(
      address: configuration.address, shuntOhms: configuration.shuntOhms,
      supply: PlantSupply(scene.plant))
  }
}
