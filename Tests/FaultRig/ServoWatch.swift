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
  /// By servo, for how many cycles it may still take what it is told for the rest of a spoiled frame.
  private var cyclesDeaf: [Int]
  /// By line, the cycles in which that many bytes pass.
  private let mostDeaf: [Int]

  /// A command leaves with the next cycle's transfer, and a servo has it by the end of that one.
  static let bound = 2
  /// A frame is at most so long: with its length spoiled a servo waits for that many bytes. The manual knows no
  /// time after which it gives up.
  private static let longestFrame = 255

  init(_ model: RobotModel, _ world: SimulatedWorld, _ schedule: FaultSchedule) {
    servos = world.servos
    lines = model.robot.servos.map(\.bus)
    events = schedule.serial
    cyclesOff = [Int](repeating: 0, count: world.servos.count)
    cyclesDeaf = cyclesOff
    mostDeaf = model.robot.serialBuses.indices.map { line in
      let count = model.robot.servos.filter { $0.bus == line }.count
      // Off, in one frame, to everyone; and who shall answer, in another.
      let bytes = (8 + 2 * count) + (8 + count)
      return (Self.longestFrame + bytes - 1) / bytes
    }
  }

  /// The servos that hold although they were told not to.
  mutating func look(isPowered: Bool, _ now: MonotonicInstant) -> [Int] {
    servos.indices.filter { servo in
      let isCut = events.contains { $0.isInTheWay(of: servo, on: lines[servo], at: now) }
      cyclesDeaf[servo] = isCut ? mostDeaf[lines[servo]] : max(cyclesDeaf[servo] - 1, 0)
      cyclesOff[servo] = isPowered || cyclesDeaf[servo] > 0 ? 0 : cyclesOff[servo] + 1
      return cyclesOff[servo] > Self.bound && servos[servo].peek(register: 40) != 0
    }
  }
}
