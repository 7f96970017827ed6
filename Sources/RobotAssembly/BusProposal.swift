public import RobotConfiguration
public import RobotRuntime
internal import RobotUnits

/// A change of the robot file that would relieve a bus, with the figures of the robot so changed: the
/// same timeline as the present one's, not an estimate.
public struct BusProposal: Sendable, Hashable {
  /// What to change.
  public enum Change: Sendable, Hashable {
    /// Clock the bus faster [Hz].
    case speed(Double)
    /// Exchange these devices, of which no joint moves or is measured, in every so many cycles.
    case divisor(devices: [String], every: Int)
    /// Wire these devices to a further bus, with muxes of their own.
    case split(devices: [String])
    /// Give every bus a thread of its own.
    case threads
  }

  /// The robot file's name for the bus.
  public var bus: String
  /// What to change.
  public var change: Change
  /// The time of the bus's worst cycle then; of the longer one, of two [us].
  public var totalMicroseconds: Double
  /// The share of the available time that is used then.
  public var utilisation: Double
  /// The highest control rate that all buses together carry then [Hz].
  public var highestRateHertz: Double

  /// Whether the bus carries the robot file's rate then.
  public var fits: Bool { utilisation <= 1 }

  /// The clocks that I2C names: standard mode, fast mode and fast-mode plus (UM10204, 3.1, 5).
  static let standardSpeeds = [100e3, 400e3, 1e6]
  static let divisors = [2, 5, 10, 20, 50, 100]

  /// What would relieve the bus of `robot` that takes most of its time, and every bus that cannot carry
  /// its traffic, the most effective first. `board` bounds the clocks, where there is one.
  public static func all(
    _ robot: RobotDescription, _ budgets: [BusBudget], on board: BoardDescription?, wires: [BusWire]
  ) -> [BusProposal] {
    guard let most = budgets.map(\.utilisation).max(), most > 0 else { return [] }
    return budgets.indices.filter { budgets[$0].utilisation >= min(most, 1 + 1e-9) }.flatMap {
      let draft = ProposalDraft(robot, bus: $0, board: board, wires: wires, now: budgets[$0])
      return [draft.faster, draft.threads, draft.rarer, draft.split].compactMap { $0 }
        .sorted { $0.utilisation < $1.utilisation }
    }
  }
}

/// The robot with one thing changed, and what its buses carry then.
private struct ProposalDraft {
  let robot: RobotDescription
  let bus: Int
  let board: BoardDescription?
  let wires: [BusWire]
  let now: BusBudget

  init(
    _ robot: RobotDescription, bus: Int, board: BoardDescription?, wires: [BusWire], now: BusBudget
  ) {
    self.robot = robot
    self.bus = bus
    self.board = board
    self.wires = wires
    self.now = now
  }

  /// The next standard clock that the board's bus and all devices can follow.
  var faster: BusProposal? {
    let limit = board?.i2c.first { $0.name == robot.buses[bus].boardBus }?.maximumSpeed.hertz
    let speeds = BusProposal.standardSpeeds.filter { speed in
      speed > robot.buses[bus].speed.hertz && speed <= limit ?? .infinity
        && devices.allSatisfy { speed <= maximumSpeed(robot.devices[$0]) }
    }
    guard let next = speeds.first else { return nil }
    var changed = robot
    changed.buses[bus].speed = Frequency(unchecked: next)
    return proposal(.speed(next), changed)
  }

  /// One thread per bus, where one thread carries all.
  var threads: BusProposal? {
    guard robot.loop.hasInlineBuses, robot.buses.count > 1 else { return nil }
    var changed = robot
    changed.loop.hasInlineBuses = false
    return proposal(.threads, changed)
  }

  /// The smallest divisor of the devices without a joint that shortens the worst cycle most.
  var rarer: BusProposal? {
    let joined = Set(robot.joints.flatMap(\.devices))
    let free = devices.filter { !joined.contains($0) && !isMux($0) }
    let proposals = BusProposal.divisors.compactMap { every -> BusProposal? in
      var changed = robot
      let rarer = free.filter { robot.devices[$0].every < every }
      guard !rarer.isEmpty else { return nil }
      for device in rarer { changed.devices[device].every = every }
      return proposal(
        .divisor(devices: rarer.map { robot.devices[$0].name }, every: every), changed)
    }
    return proposals.filter { $0.totalMicroseconds < now.totalMicroseconds - 0.5 }
      .min { $0.totalMicroseconds < $1.totalMicroseconds }
  }

  /// The devices dealt out to this bus and a further one: the heaviest first, each to the bus that has
  /// less (Graham 1969). Of no use where one thread carries both.
  var split: BusProposal? {
    guard !robot.loop.hasInlineBuses else { return nil }
    var loads = [0, 0]
    var moved: [Int] = []
    let heaviest = devices.filter { !isMux($0) }.map { (device: $0, clocks: clocks($0)) }
      .sorted { ($1.clocks, $0.device) < ($0.clocks, $1.device) }
    for (device, clocks) in heaviest where clocks > 0 {
      let side = loads[0] <= loads[1] ? 0 : 1
      loads[side] += clocks
      if side == 1 { moved.append(device) }
    }
    guard !moved.isEmpty else { return nil }
    var changed = robot
    let new = changed.buses.count
    changed.buses.append(robot.buses[bus])
    changed.buses[new].name += "_2"
    var muxes: [Int: Int] = [:]
    for device in moved {
      changed.devices[device].bus = new
      guard let via = robot.devices[device].via else { continue }
      let mux = muxes[via.mux] ?? changed.devices.count
      if muxes[via.mux] == nil {
        muxes[via.mux] = mux
        changed.devices.append(robot.devices[via.mux])
        changed.devices[mux].bus = new
        changed.devices[mux].name += "_2"
      }
      changed.devices[device].via?.mux = mux
    }
    return proposal(.split(devices: moved.sorted().map { robot.devices[$0].name }), changed)
  }

  private var devices: [Int] { robot.devices.indices.filter { robot.devices[$0].bus == bus } }

  private func isMux(_ device: Int) -> Bool { schema(robot.devices[device])?.kind == .mux }

  private func clocks(_ device: Int) -> Int {
    now.shares.first { $0.owner == .device(device) }?.clocks ?? 0
  }

  private func schema(_ device: DeviceDescription) -> DriverSchema? {
    DriverCatalog.schemas.first { $0.name == device.driver }
  }

  private func maximumSpeed(_ device: DeviceDescription) -> Double {
    schema(device)?.maximumSpeed ?? 0
  }

  /// The change with its figures; `nil` where a device does not take it.
  private func proposal(
    _ change: BusProposal.Change, _ changed: RobotDescription
  ) -> BusProposal? {
    let added = changed.buses.indices.dropFirst(wires.count).map { _ in wires[bus] }
    guard let devices = DeviceSet.accepted(changed) else { return nil }
    let budgets = BusTraffic.fitting(changed, devices, on: wires + added).budgets
    let longer = ([budgets[bus]] + budgets.dropFirst(wires.count)).max {
      $0.utilisation < $1.utilisation
    }
    return BusProposal(
      bus: now.name, change: change,
      totalMicroseconds: longer?.totalMicroseconds ?? 0, utilisation: longer?.utilisation ?? 0,
      highestRateHertz: budgets.map(\.highestRateHertz).min() ?? 0)
  }
}
