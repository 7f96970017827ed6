public import RobotAssembly
import RobotControl
import RobotCore

extension RobotModel {
  /// Where a simulated robot's joints stand at first: at 0, or as near to it as their range allows [rad or m].
  public var startPositions: [Double] {
    joints.map { min(max(0, $0.bounds.lower), $0.bounds.upper) }
  }
}
