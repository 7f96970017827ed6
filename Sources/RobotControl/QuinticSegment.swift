public import RobotUnits

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

/// The points of two joints' motions at the same time, in the units of `MotionPoint`.
public struct MotionPointPair: BitwiseCopyable, Sendable {
  /// Positions.
  public var position: Pair
  /// Velocities.
  public var velocity: Pair
  /// Accelerations.
  public var acceleration: Pair

  /// The points `first` and `second`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public init(_ first: MotionPoint, _ second: MotionPoint) {
    self.init(
      position: Pair(first.position, second.position),
      velocity: Pair(first.velocity, second.velocity),
      acceleration: Pair(first.acceleration, second.acceleration))
  }

  /// Points in SI units.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public init(position: Pair, velocity: Pair, acceleration: Pair) {
    self.position = position
    self.velocity = velocity
    self.acceleration = acceleration
  }
}

/// Quintic Hermite interpolation: position, velocity and acceleration are continuous across knots.
/// Source: L. Biagiotti and C. Melchiorri, "Trajectory Planning for Automatic Machines and Robots",
/// section 2.1.7. Real-time: yes.
public enum QuinticSegment {
  /// The points at `time` s of a segment of two joints that leads from `start` to `end` in `duration` s
  /// (above 0).
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public static func points(
    from start: MotionPointPair, to end: MotionPointPair, duration: Double, at time: Double
  ) -> MotionPointPair {
    // In steps that the type checker survives; each denominator is `2 t^n`.
    let t = Pair(repeating: duration)
    let s = Pair(repeating: time)
    let cubic: Pair = 2 * t * t * t
    let quartic: Pair = cubic * t
    let quintic: Pair = quartic * t
    let distance: Pair = end.position - start.position
    let (v0, v1) = (start.velocity, end.velocity)
    let (c0, c1) = (start.acceleration, end.acceleration)
    let speeds3: Pair = 8 * v1 + 12 * v0
    let speeds4: Pair = 14 * v1 + 16 * v0
    let speeds5: Pair = 6 * (v1 + v0)
    let bends3: Pair = 3 * c0 - c1
    let bends4: Pair = 3 * c0 - 2 * c1
    let bends5: Pair = c1 - c0
    let a2: Pair = 0.5 * c0
    let a3: Pair = (20 * distance - speeds3 * t - bends3 * t * t) / cubic
    let a4: Pair = (-30 * distance + speeds4 * t + bends4 * t * t) / quartic
    let a5: Pair = (12 * distance - speeds5 * t + bends5 * t * t) / quintic
    let p4: Pair = a4 + s * a5
    let p3: Pair = a3 + s * p4
    let p2: Pair = a2 + s * p3
    let p1: Pair = v0 + s * p2
    let q4: Pair = 4 * a4 + s * 5 * a5
    let q3: Pair = 3 * a3 + s * q4
    let q2: Pair = 2 * a2 + s * q3
    let r4: Pair = 12 * a4 + s * 20 * a5
    let r3: Pair = 6 * a3 + s * r4
    return MotionPointPair(
      position: start.position + s * p1, velocity: v0 + s * q2, acceleration: 2 * a2 + s * r3)
  }

  /// The same of one joint.
  @_noAllocation @_noLocks
  public static func point(
    from start: MotionPoint, to end: MotionPoint, duration: Double, at time: Double
  ) -> MotionPoint {
    let both = points(
      from: MotionPointPair(start, start), to: MotionPointPair(end, end), duration: duration,
      at: time)
    return MotionPoint(
      position: both.position.x, velocity: both.velocity.x, acceleration: both.acceleration.x)
  }
}
