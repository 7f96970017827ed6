import RobotConfiguration
import RobotControl

/// A trajectory as the control cycle plays it.
struct KnotPath {
  let knots: [TrajectoryKnot]

  init(_ knots: [TrajectoryKnot]) { self.knots = knots }

  var duration: Double { knots.last?.time ?? 0 }

  func point(joint: Int, at time: Double) -> MotionPoint {
    let segment = max(0, (knots.firstIndex { $0.time > time } ?? knots.count - 1) - 1)
    let (start, end) = (knots[segment], knots[segment + 1])
    return QuinticSegment.point(
      from: MotionPoint(start.joints[joint]), to: MotionPoint(end.joints[joint]),
      duration: end.time - start.time, at: time - start.time)
  }

  /// The greatest magnitude of `quantity`, sampled a thousand times.
  func peak(joint: Int, _ quantity: KeyPath<MotionPoint, Double>) -> Double {
    (0...1000).map { abs(point(joint: joint, at: duration * Double($0) / 1000)[keyPath: quantity]) }
      .max() ?? 0
  }
}

extension MotionPoint {
  fileprivate init(_ joint: TrajectoryKnot.Joint) {
    self.init(
      position: joint.position, velocity: joint.velocity, acceleration: joint.acceleration)
  }
}
