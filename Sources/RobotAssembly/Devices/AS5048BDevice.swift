internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: as5048b`.
struct AS5048BDevice: DeviceDriver {
  static let schema = DriverSchema(
    name: "as5048b", kind: .encoder, addresses: 0x40...0x77, defaultAddress: 0x40,
    maximumSpeed: 1e6)
  static let identity = AS5048B.identity
  static let usualAddresses: [UInt8] = [0x40, 0x41, 0x42, 0x43]

  private let configuration: AS5048B.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(AS5048B.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] { AS5048B.exchanges(for: configuration) }
  var watch: SettingsWatch? { AS5048B.watch(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(AS5048B.Failure) in
      _ = try AS5048B.setUp(configuration, on: &bus)
    }
    return .encoder(.as5048b(AS5048B.Decoder()))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    AS5048BModel(address: configuration.address, shaft: scene.shaft)
  }
}
