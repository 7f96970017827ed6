internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: mlx90393`.
struct MLX90393Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "mlx90393", kind: .sensor, addresses: 0x0C...0x18, defaultAddress: 0x0C,
    maximumSpeed: 1e6,
    keys: [
      DriverSchema.Key(
        "oversampling", .number, in: 0...3, default: 0,
        summary: "oversampling of the magnetic axes, OSR"),
      DriverSchema.Key(
        "filter", .number, in: 0...7, default: 2,
        summary: "digital filter, DIG_FILT"),
    ], tactile: TactileSchema(unit: "T", touch: 100e-6, release: 50e-6))
  static let identity = MLX90393.identity

  private let configuration: MLX90393.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    func whole(_ key: String) -> Int { Int(device.settings[key] ?? 0) }
    configuration = try DeviceProblem.wrap { () throws(MLX90393.ConfigurationError) in
      try .init(
        address: device.i2cAddress,
        oversampling: whole("oversampling"), filter: whole("filter"))
    }
  }

  var readings: [CyclicExchange] { MLX90393.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var watch: SettingsWatch? { MLX90393.watch(for: configuration) }
  var channels: [SensorChannel] { MLX90393.channels(for: configuration) }
  var taxels: TactileLayout? { TactileLayout(taxels: 1, components: 3) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(MLX90393.Failure) in
      try MLX90393.setUp(configuration, on: &bus)
    }
    return .sensor(.mlx90393(decoder))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    MLX90393Model(
      address: configuration.address,
      field: FixedField(MagneticReading(tesla: [0, 0, 1e-3], celsius: 25)))
  }
}
