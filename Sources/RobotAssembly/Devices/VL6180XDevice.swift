internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: vl6180x`.
struct VL6180XDevice: DeviceDriver {
  static let schema = DriverSchema(
    name: "vl6180x", kind: .sensor, addresses: 0x29...0x29, defaultAddress: 0x29,
    maximumSpeed: 400e3,
    keys: [
      DriverSchema.Key(
        "period", .time, in: 0.02...2.55, default: 0.05,
        summary: "from one range to the next, in steps of 10 ms")
    ])
  static let identity = VL6180X.identity

  private let configuration: VL6180X.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    let period = TimeSpan(nanoseconds: Int64((device.settings["period"] ?? 0.05) * 1e9))
    configuration = try DeviceProblem.wrap { () throws(VL6180X.ConfigurationError) in
      try .init(address: device.i2cAddress, period: period)
    }
  }

  var readings: [CyclicExchange] { VL6180X.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var watch: SettingsWatch? { VL6180X.watch(for: configuration) }
  var channels: [SensorChannel] { VL6180X.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(VL6180X.Failure) in
      try VL6180X.setUp(configuration, on: &bus)
    }
    return .sensor(.vl6180x(decoder))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    VL6180XModel(address: configuration.address, target: FixedTarget(metres: 0.1))
  }
}
