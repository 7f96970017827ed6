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

  /// Sets all devices up; gives the decoder of each.
  static func run(
    _ robot: RobotDescription, _ devices: DeviceSet, on adapters: [any I2CAdapter]
  ) throws(SetUpError) -> [DeviceDecoder] {
    var decoders = robot.devices.map { _ in DeviceDecoder.none }
    // Muxes first: whatever a channel was left open would let its devices answer on the upstream bus.
    let isMux = robot.devices.map { DriverCatalog.kind(of: $0) == .mux }
    for index in robot.devices.indices where isMux[index] {
      decoders[index] = try setUp(index, devices.drivers[index], robot, adapters)
    }
    for index in robot.devices.indices where !isMux[index] {
      decoders[index] = try setUp(index, devices.drivers[index], robot, adapters)
    }
    return decoders
  }

  private static func setUp(
    _ index: Int, _ driver: any DeviceDriver, _ robot: RobotDescription,
    _ adapters: [any I2CAdapter]
  ) throws(SetUpError) -> DeviceDecoder {
    let device = robot.devices[index]
    var attempt = 1
    while true {
      var bus = RoutedBus(SharedI2CBus(adapters[device.bus]), route: robot.route(of: device))
      do throws(DeviceProblem) {
        defer { bus.close() }
        return try driver.setUp(on: &bus)
      } catch {
        guard attempt < attempts else {
          throw SetUpError(
            device: device.name,
            place: "bus \(robot.buses[device.bus].name), \(device.i2cAddress)",
            problem: error.text)
        }
      }
      attempt += 1
    }
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
