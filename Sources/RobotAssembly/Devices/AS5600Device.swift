internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import SimulatedHAL

/// `driver: as5600`, whose address is fixed.
struct AS5600Device: AS5600Family {
  static let schema = DriverSchema(
    name: "as5600", kind: .encoder, addresses: 0x36...0x36, defaultAddress: 0x36,
    maximumSpeed: 1e6)

  let configuration: AS5600.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try AS5600Device.configuration(device)
  }
}

/// `driver: as5600l`, which differs in its address: 0x40, or what was programmed into it.
struct AS5600LDevice: AS5600Family {
  static let usualAddresses: [UInt8] = [0x40]
  static let schema = DriverSchema(
    name: "as5600l", kind: .encoder, addresses: 0x08...0x77, defaultAddress: 0x40,
    maximumSpeed: 1e6)

  let configuration: AS5600.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try AS5600LDevice.configuration(device)
  }
}

/// What the two have in common.
protocol AS5600Family: DeviceDriver {
  var configuration: AS5600.Configuration { get }
}

extension AS5600Family {
  static var identity: ChipIdentity { AS5600.identity }

  static func configuration(
    _ device: DeviceDescription
  ) throws(DeviceProblem) -> AS5600.Configuration {
    try DeviceProblem.wrap { () throws(AS5600.ConfigurationError) in
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
