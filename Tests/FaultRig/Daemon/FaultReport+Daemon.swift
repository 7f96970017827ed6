import RobotCore
import RobotScenarios
import RobotUnits
import RobotWire

extension FaultReport {
  /// What was seen, `time` after the fault.
  mutating func observe(_ text: String, at time: TimeSpan) {
    observed = text
    observedAfter = time.seconds
  }

  /// Where the daemon says that the robot stands at the end.
  mutating func end(_ lifecycle: RobotWire.Lifecycle) {
    // Both are part of the wire format.
    state = lifecycle == .disarmed ? .disarmed : lifecycle == .holding ? .holding : .unconfigured
  }
}
