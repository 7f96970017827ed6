internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: bno055`.
struct BNO055Device: DeviceDriver {
  static let schema = DriverSchema(
    name: "bno055", kind: .sensor, addresses: 0x28...0x29, defaultAddress: 0x28,
    maximumSpeed: 400e3)
  static let identity = BNO055.identity

  static let isInertial = true

  private let configuration: BNO055.Configuration

  init(_ device: DeviceDescription) throws(DeviceProblem) {
    configuration = try DeviceProblem.wrap { () throws(BNO055.ConfigurationError) in
      try .init(address: device.i2cAddress)
    }
  }

  var readings: [CyclicExchange] { BNO055.exchanges(for: configuration) }
  var watch: SettingsWatch? { BNO055.watch(for: configuration) }
  var channels: [SensorChannel] { BNO055.channels(for: configuration) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    let decoder = try DeviceProblem.wrap { () throws(BNO055.Failure) in
      try BNO055.setUp(configuration, on: &bus).decoder
    }
    return .sensor(.bno055(decoder))
  }

  func warnings(on board: BoardDescription, speed: Frequency) -> [BilingualText] {
    // So slow a bus bears the stretching.
    guard speed.hertz > 50e3 else { return [] }
    return configuration.warnings(forBoard: board.name).map { warning in
      switch warning {
      case .clockStretching(let board):
        BilingualText(
          warning.description,
          "BNO055：它会拉伸时钟，而 \(board) 的 I2C 控制器会误读（raspberrypi/linux#254）：偶尔会出现错误字节；"
            + "请改用 i2c-gpio 总线，或把总线速度设为 50 kHz 以下")
      }
    }
  }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    BNO055Model(address: configuration.address, source: scene.motion)
  }
}
