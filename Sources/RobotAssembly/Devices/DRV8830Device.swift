internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import SimulatedHAL

/// `driver: drv8830`: the bridge of one joint, and a sensor of its own faults.
struct DRV8830Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "drv8830", kind: .motor, addresses: 0x60...0x68, defaultAddress: nil,
    maximumSpeed: 400e3, outputVolts: 0.48...5.06)
  static let identity = DRV8830.identity

  private let configuration: DRV8830.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(DRV8830.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var command: Exchange? { DRV8830.command(for: configuration) }
  var off: Exchange? { DRV8830.command(for: configuration) }
  /// FAULT: what is behind the command.
  var readings: [CyclicExchange] { Array(DRV8830.exchanges(for: configuration).dropFirst()) }
  var channels: [SensorChannel] { DRV8830.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(DRV8830.Failure) in
      try DRV8830.setUp(configuration, on: &bus)
    }
    return .sensor(.drv8830(decoder))
  }

  /// FAULT only: what the whole set-up writes to CONTROL would meet the commands of the cycle.
  func setUpAgain(on bus: inout some I2CBus) throws(DeviceProblem) {
    try DeviceProblem.wrap { () throws(DRV8830.Failure) in
      try DRV8830.clearFaults(configuration, on: &bus)
    }
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    let joint = scene.robot.joints.firstIndex { $0.actuator.drive == .device(scene.device) }
    return DRV8830Model(
      address: configuration.address, supplyVolts: scene.robot.plantVolts, number: joint ?? 0,
      observer: joint == nil ? nil : scene.motors)
  }
}
