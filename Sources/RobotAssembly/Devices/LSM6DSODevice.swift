internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: lsm6dso`.
struct LSM6DSODevice: DeviceDriver {
  static let schema = DriverSchema(
    name: "lsm6dso", kind: .sensor, addresses: 0x6A...0x6B, defaultAddress: 0x6A,
    maximumSpeed: 1e6,
    keys: InertialRanges.keys)
  static let identity = LSM6DSO.identity

  static let isInertial = true

  private let configuration: LSM6DSO.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    let ranges = InertialRanges(device)
    guard let acceleration = LSM6DSO.AccelerationRange(g: ranges.g),
      let angularVelocity = LSM6DSO.AngularVelocityRange(degreesPerSecond: ranges.degreesPerSecond)
    else { throw InertialRanges.problem }
    configuration = try DeviceProblem.wrap { () throws(LSM6DSO.ConfigurationError) in
      try .init(
        address: device.i2cAddress,
        acceleration: acceleration, angularVelocity: angularVelocity)
    }
  }

  var readings: [CyclicExchange] { LSM6DSO.exchanges(for: configuration) }
  var watch: SettingsWatch? { LSM6DSO.watch(for: configuration) }
  var channels: [SensorChannel] { LSM6DSO.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(LSM6DSO.Failure) in
      try LSM6DSO.setUp(configuration, on: &bus).decoder
    }
    return .sensor(.lsm6dso(decoder))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    LSM6DSOModel(address: configuration.address, source: scene.motion)
  }
}
