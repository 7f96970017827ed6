internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: tmp102`.
struct TMP102Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "tmp102", kind: .sensor, addresses: 0x48...0x4B, defaultAddress: 0x48,
    maximumSpeed: 400e3)
  static let identity = TMP102.identity

  private let configuration: TMP102.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(TMP102.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] { TMP102.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var watch: SettingsWatch? { TMP102.watch(for: configuration) }
  var channels: [SensorChannel] { TMP102.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(TMP102.Failure) in
      _ = try TMP102.setUp(configuration, on: &bus)
    }
    return .sensor(.tmp102(TMP102.Decoder()))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    TMP102Model(address: configuration.address, body: scene.body)
  }
}
