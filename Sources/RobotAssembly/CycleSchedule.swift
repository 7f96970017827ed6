public import RobotConfiguration
public import RobotUnits

/// How a period is divided: buses from the grid point on, control at the latest moment that leaves it
/// time to finish before the next grid point, when its outputs leave.
public struct CycleSchedule: Sendable, Hashable {
  /// The control period.
  public let period: TimeSpan
  /// Every thread waits for its instant with the processor awake for so long.
  public let spin: TimeSpan
  /// When the control thread is due, after the grid point. Where it carries the buses itself, it is due
  /// at the grid point, and this is until when the transfers must be done.
  public let controlPhase: TimeSpan

  /// The share of a period, and the least time, that control is given.
  private static let controlShare = 0.15
  private static let leastControl = 200e-6

  /// The schedule of `period`.
  public init(period: TimeSpan, spin: TimeSpan = .zero) {
    self.period = period
    self.spin = spin
    let control = max(period.seconds * CycleSchedule.controlShare, CycleSchedule.leastControl)
    // The threads of the buses wait for the next grid point, and are more urgent than control.
    let phase = max(period.seconds - control - spin.seconds, period.seconds * 0.5)
    controlPhase = TimeSpan(nanoseconds: Int64(phase * 1e9))
  }

  /// The schedule of `robot`.
  public init(_ robot: RobotDescription) {
    self.init(period: robot.rate.period, spin: robot.loop.spin)
  }

  /// The highest rate at which `busMicroseconds` fit before control [Hz]; down to a whole number, so
  /// that whoever writes it into the robot file is not refused for a rounded digit.
  static func highestRate(busMicroseconds: Double) -> Double {
    let bus = busMicroseconds * 1e-6
    // A bus that carries nothing limits nothing that a person would ask for: 1 MHz.
    let period = max(bus / (1 - controlShare), min(bus + leastControl, bus * 2), 1e-6)
    return (1 / period).rounded(.down)
  }
}
