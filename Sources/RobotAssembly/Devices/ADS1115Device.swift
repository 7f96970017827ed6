internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: ads1115`.
struct ADS1115Device: DeviceDriver {
  static let schema = ADS1x15Settings.schema(name: "ads1115")
  static let identity = ADS1x15.identity

  private let configuration: ADS1x15.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try ADS1x15Settings.configuration(.ads1115, device)
  }

  var readings: [CyclicExchange] { ADS1x15.exchanges(for: configuration) }
  var leastTurn: TimeSpan { configuration.leastTurn }
  var watch: SettingsWatch? { ADS1x15.watch(for: configuration) }
  var channels: [SensorChannel] { ADS1x15.channels(for: configuration) }
  var taxels: TactileLayout? { TactileLayout(taxels: configuration.inputs.count) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    try DeviceProblem.wrap { () throws(ADS1x15.Failure) in
      try ADS1x15.setUp(configuration, on: &bus)
    }
    return .sensor(.ads1x15(ADS1x15.Decoder(configuration)))
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    ADS1x15Model(
      part: .ads1115, address: configuration.address, inputs: FixedVoltages([0.5, 0.5, 0.5, 0.5]))
  }
}
