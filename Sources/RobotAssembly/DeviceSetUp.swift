internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// A device that could not be identified or configured.
public struct SetUpError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The robot file's name for the device.
  public let device: String
  /// The bus and address, for people (`bus left, 0x41`).
  public let place: String
  /// What happened and what to do.
  public let problem: String

  public var description: String { "device \"\(device)\" (\(place)): \(problem)" }
}

/// Identifies and configures every device of a robot, in the order of the file: ordinary, throwing
/// code over `I2CBus`, before the first cycle. Real-time: no.
enum DeviceSetUp {
  /// A device that did not acknowledge is asked this often; every set-up may be repeated.
  private static let attempts = 3

  static func run(_ robot: RobotDescription, on adapters: [any I2CAdapter]) throws(SetUpError) {
    // Muxes first: whatever a channel was left open would let its devices answer on the upstream bus.
    for device in robot.devices where device.knownDriver == .tca9548a {
      try setUp(device, robot, adapters)
    }
    for device in robot.devices where device.knownDriver != .tca9548a {
      try setUp(device, robot, adapters)
    }
  }

  private static func setUp(
    _ device: DeviceDescription, _ robot: RobotDescription, _ adapters: [any I2CAdapter]
  ) throws(SetUpError) {
    var attempt = 1
    while true {
      var bus = RoutedBus(SharedI2CBus(adapters[device.bus]), route: robot.route(of: device))
      let problem = configure(device, on: &bus)
      bus.close()
      guard let problem else { return }
      if attempt == attempts {
        throw SetUpError(
          device: device.name, place: "bus \(robot.buses[device.bus].name), \(device.i2cAddress)",
          problem: problem)
      }
      attempt += 1
    }
  }

  /// Sets one device up; says what went wrong.
  private static func configure(_ device: DeviceDescription, on bus: inout RoutedBus) -> String? {
    let address = device.i2cAddress
    switch device.knownDriver {
    case .tca9548a:
      return attempt(
        { () throws(TCA9548A.ConfigurationError) in try .init(address: address) },
        { (settings) throws(TCA9548A.Failure) in try TCA9548A.setUp(settings, on: &bus) })
    case .as5600:
      return attempt(
        { () throws(AS5600.ConfigurationError) in try .init(address: address) },
        { (settings) throws(AS5600.Failure) in _ = try AS5600.setUp(settings, on: &bus) })
    case .pca9685:
      guard let frequency = Frequency(hertz: device.settings["frequency"] ?? 1000) else {
        return "the frequency is not a positive number"
      }
      return attempt(
        { () throws(PCA9685.ConfigurationError) in
          try .init(address: address, frequency: frequency)
        },
        { (settings) throws(PCA9685.Failure) in try PCA9685.setUp(settings, on: &bus) })
    case .ina226:
      return attempt(
        { () throws(INA226.ConfigurationError) in
          try .init(address: address, shuntOhms: device.settings["shunt"] ?? 0)
        },
        { (settings) throws(INA226.Failure) in try INA226.setUp(settings, on: &bus) })
    }
  }

  /// Makes the settings and uses them; says what went wrong.
  private static func attempt<Settings, Bad: Error, Failure: Error>(
    _ make: () throws(Bad) -> Settings, _ use: (Settings) throws(Failure) -> Void
  ) -> String? {
    let settings: Settings
    do { settings = try make() } catch { return "\(error)" }
    do { try use(settings) } catch { return "\(error)" }
    return nil
  }
}

/// A bus behind a mux channel: the channel is opened for a set-up and closed after it.
struct RoutedBus: I2CBus {
  private var base: SharedI2CBus
  private let route: BusPlan.Route?
  private var isOpen = false

  init(_ base: SharedI2CBus, route: BusPlan.Route?) {
    self.base = base
    self.route = route
  }

  mutating func transfer(to address: I2CAddress, write bytes: [UInt8], read count: Int)
    throws(BusError) -> [UInt8]
  {
    if let route, !isOpen {
      // A transfer of its own: the mux switches at STOP.
      try base.write([TCA9548A.selectMask(channel: Int(route.channel))], to: route.mux)
      isOpen = true
    }
    return try base.transfer(to: address, write: bytes, read: count)
  }

  mutating func pause(_ span: TimeSpan) { base.pause(span) }

  /// Closes the channel. A mux that does not answer now is found by the first cycle, which selects
  /// before it reads.
  mutating func close() {
    guard let route, isOpen else { return }
    isOpen = false
    do throws(BusError) {
      try base.write([TCA9548A.deselectMask], to: route.mux)
    } catch {
      isOpen = true
    }
  }
}
