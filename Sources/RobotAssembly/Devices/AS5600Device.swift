internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import SimulatedHAL

/// `driver: as5600`.
struct AS5600Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "as5600", kind: .encoder, addresses: 0x36...0x36, defaultAddress: 0x36,
    maximumSpeed: 1e6)

  private let configuration: AS5600.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(AS5600.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] {
    [CyclicExchange(AS5600.sample(at: configuration.address))]
  }

  var watch: SettingsWatch? { AS5600.watch(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(AS5600.Failure) in
      _ = try AS5600.setUp(configuration, on: &bus)
    }
    return .encoder(.as5600(AS5600.Decoder()))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    AS5600Model(address: configuration.address, shaft: scene.shaft)
  }
}
