internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: icm20948`.
struct ICM20948Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "icm20948", kind: .sensor, addresses: 0x68...0x69, defaultAddress: 0x69,
    maximumSpeed: 400e3,
    keys: InertialRanges.keys)
  static let identity = ICM20948.identity

  static let isInertial = true

  private let configuration: ICM20948.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    let ranges = try InertialRanges(device).invenSense()
    configuration = try DeviceProblem.wrap { () throws(ICM20948.ConfigurationError) in
      try .init(
        address: device.i2cAddress, acceleration: ranges.acceleration,
        angularVelocity: ranges.angularVelocity)
    }
  }

  var readings: [CyclicExchange] { ICM20948.exchanges(for: configuration) }
  var watch: SettingsWatch? { ICM20948.watch(for: configuration) }
  var channels: [SensorChannel] { ICM20948.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(ICM20948.Failure) in
      try ICM20948.setUp(configuration, on: &bus).decoder
    }
    return .sensor(.icm20948(decoder))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    ICM20948Model(address: configuration.address, source: scene.motion)
  }
}
