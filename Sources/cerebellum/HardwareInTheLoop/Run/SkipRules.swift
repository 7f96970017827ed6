import RobotAssembly
import RobotConfiguration
import RobotScenarios
import RobotUnits

/// Which scenarios are not played here, and why.
struct SkipRules {
  let robot: RobotDescription
  /// Something has its hands on buses, lines and joints.
  var hasInjector = false
  /// The daemon runs on simulated hardware, whose lines can be set.
  var isSimulated = false
  /// A person stands at the robot and does what is asked.
  var isAttended = false
  /// By how much times are late here [s].
  var tolerance = 0.0

  /// Why `scenario` is not played; `nil` when it is.
  func reason(_ scenario: FaultScenario) -> String? {
    if ![FaultScenario.anyRobot, robot.name].contains(scenario.robot) {
      return "it is for the robot \(scenario.robot)"
    }
    if let error = scenario.check(on: robot).first { return error.problem }
    return scenario.faults.lazy.compactMap(reason).first
  }

  private func reason(_ fault: FaultScenario.Fault) -> String? {
    switch fault.performer(on: robot) {
    case .people: return nil
    case .client: return isCarried(fault.kind) ? nil : "the protocol carries no infinite number"
    case .button: return buttonReason(fault)
    case .injector:
      return hasInjector ? timeReason(fault) : "there is no injector at the buses, chips and joints"
    case .serialInjector: return "nothing here has its hands on serial lines"
    case .scheduler: return "nothing here holds the control thread"
    case .processes: return "it is about the daemon as a process: make scenarios plays it"
    }
  }

  private func isCarried(_ kind: FaultScenario.Kind) -> Bool {
    guard case .notANumber(_, let number) = kind else { return true }
    return number == .nan
  }

  private func buttonReason(_ fault: FaultScenario.Fault) -> String? {
    // The robot reads its lines once in a cycle.
    if tolerance > 0, let duration = fault.duration, duration < 3 / robot.rate.hertz {
      return
        "it lasts \(Self.milliseconds(duration)), less than three cycles at \(robot.rate.hertz) Hz"
    }
    if hasInjector || isSimulated { return nil }
    guard robot.lines.contains(where: { $0.name == fault.place.name && $0.isEmergencyStop }) else {
      return
        "only of the emergency stop can be seen whether somebody pressed it, and not of \(fault.place.name)"
    }
    return isAttended ? nil : "somebody has to press \(fault.place.name): --attended"
  }

  /// What is shorter than times are late here shows nothing.
  private func timeReason(_ fault: FaultScenario.Fault) -> String? {
    guard tolerance > 0, [.bus, .device].contains(fault.place.target) else { return nil }
    switch fault.kind {
    case .stretch, .slowAdapter:
      return "how long a transfer takes is not the wire's here, where times are late by "
        + Self.milliseconds(tolerance)
    default: break
    }
    guard let duration = fault.duration, duration < tolerance else { return nil }
    return "it lasts \(Self.milliseconds(duration)), and times are late here by "
      + Self.milliseconds(tolerance)
  }

  private static func milliseconds(_ seconds: Double) -> String {
    "\(Decimals.text(seconds * 1e3, places: 1)) ms"
  }
}
