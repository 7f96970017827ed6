internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: lm75`.
struct LM75Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "lm75", kind: .sensor, addresses: 0x48...0x4F, defaultAddress: 0x48,
    maximumSpeed: 400e3)
  static let identity = LM75.identity

  private let configuration: LM75.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(LM75.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] { LM75.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var watch: SettingsWatch? { LM75.watch(for: configuration) }
  var channels: [SensorChannel] { LM75.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(LM75.Failure) in
      _ = try LM75.setUp(configuration, on: &bus)
    }
    return .sensor(.lm75(LM75.Decoder()))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    LM75Model(address: configuration.address, body: scene.body)
  }
}
