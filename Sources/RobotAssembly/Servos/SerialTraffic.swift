internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// The cyclic traffic of all serial lines of a robot.
struct SerialTraffic {
  /// One plan per line, in the order of the robot file; the devices are servos of the robot.
  let plans: [SerialPlan]

  private static let command = SerialPlan.Registers(
    address: Feetech.commandAddress, count: Feetech.commandCount)

  /// The most servos of one line.
  static let mostServos = SerialPlan.mostServos(command: command)

  init(_ robot: RobotDescription, _ servos: ServoSet) {
    let aging = LoopPlan(robot).aging
    // What would be extrapolated is the effort of a law, and a servo has a goal, which it keeps.
    let held = CommandAging.hold(aging.held + aging.extrapolated)
    plans = robot.serialBuses.indices.map { bus in
      let own = SerialTraffic.servos(of: bus, robot)
      let configurations = own.map { servos.servos[$0].configuration }
      let series = configurations.first?.model.series ?? .sts
      let line = robot.serialBuses[bus]
      return SerialPlan(
        zip(own, configurations).map { (id: $1.id, device: $0) }, command: SerialTraffic.command,
        sample: SerialPlan.Registers(address: Feetech.sampleAddress, count: series.sampleCount),
        readsTogether: series.readsTogether,
        line: SerialPlan.Line(
          speed: line.speed,
          returnDelay: TimeSpan(
            nanoseconds: configurations.map(\.returnDelay.nanoseconds).max() ?? 0),
          latency: line.latency, echoes: line.echoes), aging: held)
    }
  }

  /// The servos of a line. A file with errors is planned too: what was refused for its id or number is left
  /// out.
  private static func servos(of bus: Int, _ robot: RobotDescription) -> [Int] {
    var ids: Set<UInt8> = []
    let own = robot.servos.indices.filter { index in
      robot.servos[index].bus == bus && ids.insert(robot.servos[index].id).inserted
    }
    return Array(own.prefix(mostServos))
  }

  /// Where `servo` is in the plan of its line.
  func entry(of servo: Int, _ robot: RobotDescription) -> (index: Int, entry: SerialPlan.Entry) {
    let entries = plans[robot.servos[servo].bus].entries
    guard let index = entries.firstIndex(where: { $0.device == servo }) else {
      preconditionFailure("every servo is in the plan of its line")
    }
    return (index, entries[index])
  }
}
