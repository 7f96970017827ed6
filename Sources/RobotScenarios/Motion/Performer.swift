public import RobotConfiguration

/// Who lets something go wrong.
public enum Performer: Hashable, Sendable {
  /// The client whose commands the robot follows.
  case client
  /// People who ask the robot for something.
  case people
  /// Whoever presses a button.
  case button
  /// What has its hands on the wires of I2C buses, on chips, joints and the supply.
  case injector
  /// What has its hands on serial lines, and on the servos there.
  case serialInjector
  /// What holds the control thread.
  case scheduler
  /// What ends, stops or misleads the daemon's process, and gives it other clients.
  case processes
}

extension FaultScenario.Fault {
  /// Who lets it go wrong on `robot`.
  public func performer(on robot: RobotDescription) -> Performer {
    switch kind {
    case .silentClient, .notANumber, .commandStep, .beyondLimits, .gains: .client
    case .asked: .people
    case .pressed: .button
    case .overrun: .scheduler
    case let kind where kind.isOfDaemon: .processes
    case .unplugged, .noise, .lostBytes, .overloaded: .serialInjector
    default:
      place.target == .serial || robot.servos.contains { $0.name == place.name }
        ? .serialInjector : .injector
    }
  }
}
