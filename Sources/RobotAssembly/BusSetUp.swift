internal import RobotConfiguration
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// Sets all devices of a bus up again while its executor keeps off: muxes first, each identified,
/// configured and read back. Long pauses are left to the caller. Real-time: no.
struct BusSetUp {
  /// How far it has come.
  enum Progress {
    /// Call again.
    case goesOn
    /// Finished; these devices could not be set up.
    case done(missing: [Int])
    /// The bus hung again at a device.
    case hangs(device: Int)
  }

  /// A device that failed is asked this often; every set-up may be repeated.
  private static let attempts = 3
  /// Pauses up to here are made on the spot.
  private static let shortPause = TimeSpan.milliseconds(2)
  /// Transfers of one call: some milliseconds.
  private static let transfers = 100

  private let model: RobotModel
  private let adapter: any I2CAdapter
  private let order: [Int]
  private var place = 0
  private var attempt = 1
  private var session: SetUpSession
  private var bus: RoutedBus
  private var pause: TimeSpan?
  private var wakesAt: MonotonicInstant?
  private var missing: [Int] = []

  /// Of the bus number `bus`, which has a device.
  init(_ model: RobotModel, bus: Int, on adapter: any I2CAdapter) {
    let robot = model.robot
    let own = robot.devices.indices.filter { robot.devices[$0].bus == bus }
    let isMux = robot.devices.map { DriverCatalog.kind(of: $0) == .mux }
    order = own.filter { isMux[$0] } + own.filter { !isMux[$0] }
    self.model = model
    self.adapter = adapter
    session = SetUpSession(model.devices.drivers[order[0]])
    self.bus = RoutedBus(
      SharedI2CBus(adapter), route: robot.route(of: robot.devices[order[0]]))
  }

  /// How many devices there are.
  var count: Int { order.count }

  /// Goes on until there is a long pause, or for some milliseconds.
  mutating func goOn(_ now: MonotonicInstant) -> Progress {
    if let pause {
      self.pause = nil
      wakesAt = now + pause
    }
    if let wakesAt {
      guard now >= wakesAt else { return .goesOn }
      self.wakesAt = nil
      session.pass()
    }
    for _ in 0..<BusSetUp.transfers {
      switch session.need() {
      case .transfer(let address, let bytes, let count):
        do throws(BusError) {
          session.answer(.success(try bus.transfer(to: address, write: bytes, read: count)))
        } catch {
          guard error.kind == .noAcknowledge else { return .hangs(device: order[place]) }
          session.answer(.failure(error))
        }
      case .pause(let span) where span <= BusSetUp.shortPause:
        bus.pause(span)
        session.pass()
      case .pause(let span):
        // From the next call on: this one has taken time of its own.
        pause = span
        return .goesOn
      case .done: if !next() { return .done(missing: missing) }
      case .failed:
        if attempt < BusSetUp.attempts {
          attempt += 1
          session = SetUpSession(model.devices.drivers[order[place]])
        } else {
          missing.append(order[place])
          if !next() { return .done(missing: missing) }
        }
      }
    }
    return .goesOn
  }

  /// Turns to the next device; false when there is none.
  private mutating func next() -> Bool {
    bus.close()
    place += 1
    attempt = 1
    guard place < order.count else { return false }
    let device = order[place]
    session = SetUpSession(model.devices.drivers[device])
    bus = RoutedBus(
      SharedI2CBus(adapter), route: model.robot.route(of: model.robot.devices[device]))
    return true
  }
}
