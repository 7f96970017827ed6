internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import SimulatedHAL

/// `driver: tca9548a`.
struct TCA9548ADevice: DeviceDriver {
  static let schema = DriverSchema(
    name: "tca9548a", kind: .mux, addresses: 0x70...0x77, defaultAddress: nil,
    maximumSpeed: 400e3)
  static let identity = TCA9548A.identity

  private let configuration: TCA9548A.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(TCA9548A.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(TCA9548A.Failure) in
      try TCA9548A.setUp(configuration, on: &bus)
    }
    return .none
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    TCA9548AModel(address: configuration.address)
  }
}
