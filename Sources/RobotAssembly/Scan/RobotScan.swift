public import RobotConfiguration
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// Scans the buses of a machine, or those of a simulated robot.
public struct RobotScan: Sendable {
  /// A bus that was asked for and is not there, or a question that cannot be answered.
  public struct Failure: Error, Sendable, Hashable {
    /// What is wrong, and what to do.
    public let text: BilingualText
  }

  let robot: RobotDescription?
  let board: BoardDescription?
  let names: [String]
  let searchesMuxes: Bool

  /// A scan of the buses `names`, by the names of the robot file or the board file, device-tree path, adapter name or
  /// device node; without names of those of `robot`, else of `board`, else of all that may belong to a robot. Channels of
  /// muxes are switched and searched unless told otherwise.
  public init(
    robot: RobotDescription? = nil, board: BoardDescription? = nil, names: [String] = [],
    searchesMuxes: Bool = true
  ) {
    self.robot = robot
    self.board = board
    self.names = names
    self.searchesMuxes = searchesMuxes
  }

  /// Scans the simulated buses of `model`'s robot: the same chips that `cerebellum sim` runs on.
  public func simulated(_ model: RobotModel?) throws(Failure) -> ScanReport {
    guard let model else {
      throw Failure(
        text: BilingualText(
          "--simulated: give the robot whose buses to simulate with --robot",
          "--simulated：请用 --robot 指定要仿真的机器人"))
    }
    let world = SimulatedWorld(model, clock: SimulationClock(.virtual))
    return try run(on: model.robot, adapters: world.buses)
  }

  /// The same on the `adapters` of `robot`'s buses.
  func run(
    on robot: RobotDescription, adapters: [any I2CAdapter]
  ) throws(Failure) -> ScanReport {
    try requireBuses(of: robot)
    var report = ScanReport(buses: [])
    var scans: [BusScan?] = []
    for (index, bus) in robot.buses.enumerated() {
      guard names.isEmpty || names.contains(bus.name) else {
        scans.append(nil)
        continue
      }
      var scanned = ScannedBus(name: bus.name)
      scanned.speedHertz = bus.speed.hertz
      scanned.boardNames = [bus.boardBus]
      scanned.scan(adapters[index], robot.expectedDevices(bus: index), searchesMuxes)
      scans.append(scanned.scan)
      report.buses.append(scanned)
    }
    report.verdicts = robot.devices.filter { names.isEmpty || scans[$0.bus] != nil }.map { device in
      robot.verdict(device, in: scans[device.bus], claimed: [:])
    }
    return report
  }

  /// Refuses a name that no bus of `robot` has.
  func requireBuses(of robot: RobotDescription) throws(Failure) {
    let known = robot.buses.map(\.name)
    for name in names where !known.contains(name) {
      let list = known.joined(separator: ", ")
      throw Failure(
        text: BilingualText(
          "the robot has no bus \"\(name)\"; it has \(list)", "机器人没有总线 \"\(name)\"；现有：\(list)"))
    }
  }
}

extension ScannedBus {
  /// Scans `adapter`, leaving out what is claimed.
  mutating func scan(
    _ adapter: any I2CAdapter, _ expected: [ExpectedDevice], _ searchesMuxes: Bool
  ) {
    isSMBusOnly = adapter.capabilities.contains(.smbusOnly)
    var scanner = BusScanner(
      SharedI2CBus(adapter), claimed: Set(claimed.keys), expected: expected,
      searchesMuxes: searchesMuxes)
    scan = scanner.run()
  }
}
