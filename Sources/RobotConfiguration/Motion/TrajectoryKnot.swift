/// All joints at one instant of a trajectory. Between two knots each joint follows the quintic
/// polynomial that joins position, velocity and acceleration of both.
public struct TrajectoryKnot: Hashable, Sendable {
  /// From the start of the trajectory [s].
  public var time: Double
  /// The joints, in robot order.
  public var joints: [Joint]

  /// One joint.
  public struct Joint: Hashable, Sendable {
    /// Position [rad].
    public var position: Double
    /// Velocity [rad/s].
    public var velocity: Double
    /// Acceleration [rad/s^2].
    public var acceleration: Double

    /// A joint's motion at one instant.
    public init(position: Double, velocity: Double = 0, acceleration: Double = 0) {
      self.position = position
      self.velocity = velocity
      self.acceleration = acceleration
    }
  }

  /// All joints `time` seconds after the start.
  public init(time: Double, joints: [Joint]) {
    self.time = time
    self.joints = joints
  }
}

/// A joint that a motion is made for.
public struct MotionJoint: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Least position [rad].
  public var lower: Double
  /// Greatest position [rad].
  public var upper: Double
  /// Greatest speed [rad/s]; not a number when nobody says.
  public var velocity: Double
  /// Greatest acceleration [rad/s^2]; not a number when nobody says.
  public var acceleration: Double

  /// A joint and its limits; infinite where there is none.
  public init(name: String, lower: Double, upper: Double, velocity: Double, acceleration: Double) {
    self.name = name
    self.lower = lower
    self.upper = upper
    self.velocity = velocity
    self.acceleration = acceleration
  }
}
