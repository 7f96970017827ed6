public import RobotAssembly
public import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits

/// How long a robot may take to stop, by its own description. Real-time: no.
public struct StopBounds: Sendable {
  private let robot: RobotDescription
  /// While no command can reach a joint: from when on it must be off.
  let unheard: TimeSpan
  /// From the end of the command until a joint at full speed stands, twice, and the ramp's end [s].
  let brakingTime: Double

  /// The bounds of `model`.
  public init(_ model: RobotModel) {
    robot = model.robot
    // Too old a command in the cycle after the last that may be, and one more until it is seen.
    unheard = model.robot.rate.period * Int64(model.safety.staleCycles + 2)
    brakingTime =
      2 * (model.joints.map { $0.bounds.velocity / $0.bounds.acceleration }.max() ?? 0) + 0.1
  }

  /// From the cycle that latched a fault until the first with the outputs off [s].
  public var braking: Double { brakingTime + robot.rate.period.seconds }

  /// From the start of `fault` until the first cycle with the outputs off [s]; `nil` for one that the robot may ride
  /// through, or that may be over sooner.
  public func outputsOff(after fault: FaultScenario.Fault) -> Double? {
    guard let bound = bound(of: fault)?.seconds else { return nil }
    return fault.duration.map { $0 < bound } ?? false ? nil : bound
  }

  /// What `StopWatch` tolerates, and the one cycle more in which it sees that the outputs are off.
  private func bound(of fault: FaultScenario.Fault) -> TimeSpan? {
    let period = robot.rate.period
    if robot.cutsCommands(fault) { return unheard + period }
    guard fault.kind == .pressed,
      robot.lines.contains(where: { $0.isEmergencyStop && $0.name == fault.place.name })
    else { return nil }
    return period * 2
  }
}

extension RobotDescription {
  /// Whether a joint's commands cannot arrive for certain, as long as `fault` lasts.
  func cutsCommands(_ fault: FaultScenario.Fault) -> Bool {
    guard fault.kind == .addressNotAcknowledged || fault.kind == .unpowered,
      fault.probability >= 1, fault.count == nil
    else { return false }
    return joints.contains { joint in
      // Whether a servo took a command only its answers tell.
      guard let device = joint.actuator.device.map({ devices[$0] }) else { return false }
      guard device.every == 1 else { return false }
      return switch fault.place.target {
      case .bus: buses[device.bus].name == fault.place.name
      case .device: device.name == fault.place.name
      case .line, .serial, .joint, .robot: false
      }
    }
  }
}
