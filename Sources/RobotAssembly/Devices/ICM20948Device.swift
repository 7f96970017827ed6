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
    keys: [
      DriverSchema.Key(
        "acceleration_range", .number, in: 2...16, default: 4,
        summary: "greatest acceleration, 2, 4, 8 or 16, in g"),
      DriverSchema.Key(
        "angular_velocity_range", .angularVelocity, in: 250 * .pi / 180...2000 * .pi / 180,
        default: 500 * .pi / 180,
        summary: "greatest angular velocity, 250, 500, 1000 or 2000 deg/s"),
    ])

  private let configuration: ICM20948.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    let ranges = InertialRanges(device)
    guard let acceleration = InvenSenseRanges.Acceleration(g: ranges.g),
      let angularVelocity = InvenSenseRanges.AngularVelocity(
        degreesPerSecond: ranges.degreesPerSecond)
    else { throw InertialRanges.problem }
    configuration = try DeviceProblem.wrap { () throws(ICM20948.ConfigurationError) in
      try .init(
        address: device.i2cAddress,
        acceleration: acceleration, angularVelocity: angularVelocity)
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
    ICM20948Model(address: configuration.address, source: FixedMotion())
  }
}
