/// A point of a motion: when, where, how fast, and with which acceleration.
public struct MotionPoint: BitwiseCopyable, Hashable, Sendable {
  /// Position [rad].
  public var position: Double
  /// Velocity [rad/s].
  public var velocity: Double
  /// Acceleration [rad/s^2].
  public var acceleration: Double

  /// A point in SI units.
  @_noAllocation @_noLocks
  public init(position: Double, velocity: Double, acceleration: Double) {
    self.position = position
    self.velocity = velocity
    self.acceleration = acceleration
  }
}

/// Quintic Hermite interpolation: position, velocity and acceleration are continuous across knots.
/// Source: L. Biagiotti and C. Melchiorri, "Trajectory Planning for Automatic Machines and Robots",
/// section 2.1.7. Real-time: yes.
public enum QuinticSegment {
  /// The point at `time` s of a segment that leads from `start` to `end` in `duration` s (above 0).
  @_noAllocation @_noLocks
  public static func point(
    from start: MotionPoint, to end: MotionPoint, duration: Double, at time: Double
  ) -> MotionPoint {
    let t = duration
    let distance = end.position - start.position
    let a2 = 0.5 * start.acceleration
    let a3 =
      (20 * distance - (8 * end.velocity + 12 * start.velocity) * t
        - (3 * start.acceleration - end.acceleration) * t * t) / (2 * t * t * t)
    let a4 =
      (-30 * distance + (14 * end.velocity + 16 * start.velocity) * t
        + (3 * start.acceleration - 2 * end.acceleration) * t * t) / (2 * t * t * t * t)
    let a5 =
      (12 * distance - 6 * (end.velocity + start.velocity) * t
        + (end.acceleration - start.acceleration) * t * t) / (2 * t * t * t * t * t)
    let s = time
    return MotionPoint(
      position: start.position
        + s * (start.velocity + s * (a2 + s * (a3 + s * (a4 + s * a5)))),
      velocity: start.velocity + s * (2 * a2 + s * (3 * a3 + s * (4 * a4 + s * 5 * a5))),
      acceleration: 2 * a2 + s * (6 * a3 + s * (12 * a4 + s * 20 * a5)))
  }
}
