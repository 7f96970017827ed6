public import RobotUnits

/// How a period is divided: buses from the grid point on, control at the latest moment that leaves it
/// time to finish before the next grid point, when its outputs leave.
public struct CycleSchedule: Sendable, Hashable {
  /// The control period.
  public let period: TimeSpan
  /// When the control thread wakes, after the grid point.
  public let controlPhase: TimeSpan

  /// The share of a period, and the least time, that control is given.
  private static let controlShare = 0.15
  private static let leastControl = 200e-6

  /// The schedule of `period`.
  public init(period: TimeSpan) {
    self.period = period
    let control = max(period.seconds * CycleSchedule.controlShare, CycleSchedule.leastControl)
    let phase = max(period.seconds - control, period.seconds * 0.5)
    controlPhase = TimeSpan(nanoseconds: Int64(phase * 1e9))
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
