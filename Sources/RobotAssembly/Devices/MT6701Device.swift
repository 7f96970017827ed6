internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: mt6701`.
struct MT6701Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "mt6701", kind: .encoder, addresses: 0x06...0x46, defaultAddress: 0x06,
    maximumSpeed: 1e6)
  static let identity = MT6701.identity
  static let usualAddresses: [UInt8] = [0x06, 0x46]

  private let configuration: MT6701.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(MT6701.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] { MT6701.exchanges(for: configuration) }
  var watch: SettingsWatch? { MT6701.watch(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(MT6701.Failure) in
      _ = try MT6701.setUp(configuration, on: &bus)
    }
    return .encoder(.mt6701(MT6701.Decoder()))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    MT6701Model(address: configuration.address, shaft: scene.shaft)
  }
}
