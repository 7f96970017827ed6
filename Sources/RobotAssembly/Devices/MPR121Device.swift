internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: mpr121`.
struct MPR121Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "mpr121", kind: .sensor, addresses: 0x5A...0x5D, defaultAddress: 0x5A,
    maximumSpeed: 400e3,
    keys: [
      DriverSchema.Key(
        "electrodes", .number, in: 1...12, default: 12,
        summary: "electrodes in use, from the first"),
      DriverSchema.Key(
        "touch_threshold", .number, in: 1...255, default: 12,
        summary: "fall of an electrode that is a touch"),
      DriverSchema.Key(
        "release_threshold", .number, in: 1...255, default: 6,
        summary: "fall of an electrode that is none any more"),
    ], tactile: TactileSchema(unit: "counts", touch: 12, release: 6))
  static let identity = MPR121.identity

  private let configuration: MPR121.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    func whole(_ key: String) -> Int { Int(device.settings[key] ?? 0) }
    configuration = try DeviceProblem.wrap { () throws(MPR121.ConfigurationError) in
      try .init(
        address: device.i2cAddress, electrodes: whole("electrodes"),
        touchThreshold: whole("touch_threshold"), releaseThreshold: whole("release_threshold"))
    }
  }

  var readings: [CyclicExchange] { MPR121.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var watch: SettingsWatch? { MPR121.watch(for: configuration) }
  var channels: [SensorChannel] { MPR121.channels(for: configuration) }
  var taxels: TactileLayout? { TactileLayout(taxels: configuration.electrodes) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(MPR121.Failure) in
      _ = try MPR121.setUp(configuration, on: &bus)
    }
    return .sensor(.mpr121(MPR121.Decoder(configuration)))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    MPR121Model(
      address: configuration.address,
      electrodes: FixedCapacitances(farads: 10e-12))
  }
}
