public import RobotAssembly
public import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits

extension ScenarioMotion {
  /// Uploads it, beginning at `start`; the number of knots.
  public func upload(
    to store: MotionStore, from start: [Double]
  ) throws(ConfigurationErrors) -> Int {
    let knots = try knots(from: start)
    for (index, knot) in knots.enumerated() {
      store.setTime(knot.time, knot: index)
      for (joint, point) in knot.joints.enumerated() {
        store.setPoint(
          MotionPoint(
            position: point.position, velocity: point.velocity, acceleration: point.acceleration),
          knot: index, joint: joint)
      }
    }
    return knots.count
  }
}
