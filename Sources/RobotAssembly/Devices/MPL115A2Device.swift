internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: mpl115a2`.
struct MPL115A2Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "mpl115a2", kind: .sensor, addresses: 0x60...0x60, defaultAddress: 0x60,
    maximumSpeed: 400e3, tactile: TactileSchema(unit: "Pa", touch: 1000, release: 500))
  static let identity = MPL115A2.identity

  private let configuration: MPL115A2.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(MPL115A2.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] { MPL115A2.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var channels: [SensorChannel] { MPL115A2.channels(for: configuration) }
  var taxels: TactileLayout? { TactileLayout(taxels: 1) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(MPL115A2.Failure) in
      try MPL115A2.setUp(configuration, on: &bus)
    }
    return .sensor(.mpl115a2(decoder))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    MPL115A2Model(
      address: configuration.address, air: FixedAir(AirReading(pascals: 101_325, celsius: 25)))
  }
}
