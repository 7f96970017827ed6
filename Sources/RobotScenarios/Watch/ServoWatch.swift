import RobotAssembly
import RobotConfiguration
import RobotUnits
import SimulatedHAL

/// Looks that servos let go when the outputs are off: no line is there that would cut them.
struct ServoWatch {
  private let servos: [FeetechServoModel]
  private let lines: [Int]
  private let events: [SerialEvent]
  /// By servo, so many cycles in which it was told to let go, and could hear it.
  private var cyclesOff: [Int]

  /// A command leaves with the next cycle's transfer, and a servo has it by the end of that one. One that waits
  /// for the rest of a spoiled frame is noticed in the first cycle, and freed in the second.
  static let bound = 2

  init(_ model: RobotModel, _ world: SimulatedWorld, _ schedule: FaultSchedule) {
    servos = world.servos
    lines = model.robot.servos.map(\.bus)
    events = schedule.serial
    cyclesOff = [Int](repeating: 0, count: world.servos.count)
  }

  /// The servos that hold although they were told not to.
  mutating func look(isPowered: Bool, _ now: MonotonicInstant) -> [Int] {
    servos.indices.filter { servo in
      let isCut = events.contains { $0.isInTheWay(of: servo, on: lines[servo], at: now) }
      cyclesOff[servo] = isPowered || isCut ? 0 : cyclesOff[servo] + 1
      return cyclesOff[servo] > Self.bound && servos[servo].peek(register: 40) != 0
    }
  }
}
