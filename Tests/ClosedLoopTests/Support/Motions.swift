import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits

/// Motions for tests: sampled functions of time, uploaded as the daemon does it.
extension VirtualRobot {
  /// Uploads `duration` seconds of `point`, a knot every 20 ms; returns the number of knots.
  func upload(
    duration: Double, point: (_ joint: Int, _ time: Double) -> MotionPoint
  ) -> Int {
    let count = Int((duration / 0.02).rounded(.up)) + 1
    for knot in 0..<count {
      let time = min(Double(knot) * 0.02, duration)
      system.ports.motion.setTime(time, knot: knot)
      for joint in model.joints.indices {
        system.ports.motion.setPoint(point(joint, time), knot: knot, joint: joint)
      }
    }
    return count
  }

  /// Plays a motion to its end.
  mutating func play(
    duration: Double, point: (_ joint: Int, _ time: Double) -> MotionPoint,
    _ each: (borrowing RobotSnapshot) -> Void = { _ in }
  ) -> Refusal? {
    let knots = upload(duration: duration, point: point)
    let refusal = ask(.startMotion, knotCount: knots)
    run(seconds: duration + 0.01, each)
    return refusal
  }

  /// Moves all joints to `goal` from rest to rest, slowly.
  mutating func move(to goal: [Double], in duration: Double) -> Refusal? {
    let start = references
    let refusal = play(duration: duration) { joint, time in
      QuinticSegment.point(
        from: MotionPoint(position: start[joint], velocity: 0, acceleration: 0),
        to: MotionPoint(position: goal[joint], velocity: 0, acceleration: 0), duration: duration,
        at: time)
    }
    run(seconds: 1)
    return refusal
  }

  /// A pose from which every joint of the arm has 0.6 rad to both sides.
  static var center: [Double] { [0, 0, 0, 0, 0, 0.785] }
}
