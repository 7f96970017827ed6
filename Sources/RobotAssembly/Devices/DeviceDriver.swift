internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// A driver as the composition root knows it: what the robot file may say, what goes over the bus, how the
/// bytes are understood, and the chip that stands for it in simulation. One file per device in this
/// folder, and one line in `DriverCatalog`.
protocol DeviceDriver: Sendable {
  /// What the robot file may say of a device.
  static var schema: DriverSchema { get }
  /// How a scan recognises the chip, by reading alone.
  static var identity: ChipIdentity { get }
  /// Where a scan asks for it: the addresses that its pins or its factory give it.
  static var usualAddresses: [UInt8] { get }
  /// Whether its chip feels how the body moves that it is fixed to.
  static var isInertial: Bool { get }

  /// A device as the robot file describes it.
  init(_ device: DeviceDescription) throws(DeviceProblem)

  /// What it is told in every cycle, for a bridge of one motor; the request is the safe one.
  var command: Exchange? { get }
  /// What switches all its outputs off, past the cycle.
  var off: Exchange? { get }
  /// What it reads in its turns, in this order.
  var readings: [CyclicExchange] { get }
  /// The least time between two turns: what a conversion takes.
  var leastTurn: TimeSpan { get }
  /// How to see that it still has its settings.
  var watch: SettingsWatch? { get }
  /// What it measures, for a sensor.
  var channels: [SensorChannel] { get }
  /// Which of them are taxels, of a device that can be a skin.
  var taxels: TactileLayout? { get }

  /// Identifies and configures the device. May be repeated at any time. Real-time: no.
  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder
  /// Sets it up while it takes part in the cycle: everything that the cycle itself does not write.
  func setUpAgain(on bus: inout some I2CBus) throws(DeviceProblem)
  /// What a person should know before the device is put on a bus of `board` that runs at `speed`.
  func warnings(on board: BoardDescription, speed: Frequency) -> [BilingualText]
  /// What a person should know of the device that set-up found.
  func warnings(_ decoder: DeviceDecoder) -> [BilingualText]
  /// The chip, in `scene`.
  func makeChip(_ scene: ChipScene) -> any SimulatedChip
}

extension DeviceDriver {
  static var usualAddresses: [UInt8] { Array(schema.addresses) }
  static var isInertial: Bool { false }

  var command: Exchange? { nil }
  var off: Exchange? { nil }
  var readings: [CyclicExchange] { [] }
  var leastTurn: TimeSpan { .zero }
  var watch: SettingsWatch? { nil }
  var channels: [SensorChannel] { [] }
  var taxels: TactileLayout? { nil }

  func setUpAgain(on bus: inout some I2CBus) throws(DeviceProblem) { _ = try setUp(on: &bus) }
  func warnings(on board: BoardDescription, speed: Frequency) -> [BilingualText] { [] }
  func warnings(_ decoder: DeviceDecoder) -> [BilingualText] { [] }
}

/// What is wrong with a device or its settings, and what to do: the driver's own text.
struct DeviceProblem: Error {
  let text: String

  init(_ text: String) { self.text = text }

  /// What `body` gives; what it throws becomes a problem with the same text.
  static func wrap<Value, Failure: Error>(
    _ body: () throws(Failure) -> Value
  ) throws(DeviceProblem) -> Value {
    do { return try body() } catch { throw DeviceProblem("\(error)") }
  }
}

/// How a device's replies are understood, calibration included: what its set-up brings back.
enum DeviceDecoder {
  /// It is only written to.
  case none
  /// A shaft angle.
  case encoder(EncoderDecoding)
  /// Numbers.
  case sensor(SensorDecoding)
}

/// The surroundings of a simulated chip.
struct ChipScene {
  /// The device's index among the robot's.
  let device: Int
  let robot: RobotDescription
  let plant: SimulatedPlant
  /// The level at its output-enable pin.
  let outputEnable: SimulatedLine?
  /// The lines of the robot.
  let lines: [SimulatedLine]
  /// What a thermometer is glued to.
  let body: FixedTemperature
  /// What an encoder looks at.
  let shaft: ShaftMagnet
  /// The body that an inertial sensor is fixed to.
  let motion: FixedMotion
}
