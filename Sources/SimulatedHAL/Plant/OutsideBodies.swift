public import RobotUnits

/// What drives a joint that moves outside, during one step: `effort - damping * (its velocity)`, besides gravity,
/// contacts and the joint's own friction.
public struct JointDrive: Hashable, Sendable, BitwiseCopyable {
  /// The motor at rest, and a hand [N.m or N].
  public var effort: Double
  /// The motor's braking [N.m.s/rad or N.s/m]: to be taken implicitly, for it is as stiff as a motor is strong.
  public var damping: Double
  /// The rotor, seen from the joint [kg.m^2 or kg].
  public var armature: Double
  /// What a holding brake holds against, or a blocked gear [N.m or N].
  public var friction: Double

  /// A drive; without arguments a joint that nothing drives.
  public init(
    effort: Double = 0, damping: Double = 0, armature: Double = 0, friction: Double = 0
  ) {
    self.effort = effort
    self.damping = damping
    self.armature = armature
    self.friction = friction
  }
}

/// Where a joint is.
public struct JointState: Hashable, Sendable, BitwiseCopyable {
  /// [rad or m]
  public var position: Double
  /// [rad/s or m/s]
  public var velocity: Double

  /// A state; without arguments at rest at 0.
  public init(position: Double = 0, velocity: Double = 0) {
    self.position = position
    self.velocity = velocity
  }
}

/// Rigid bodies that somebody else moves: a simulator behind a link.
public protocol OutsideBodies: AnyObject, Sendable {
  /// How far one step goes; changes only while they are lost.
  var step: TimeSpan { get }
  /// Where the joints are now, one after the other.
  var present: [JointState] { get }
  /// What is wrong with them.
  var health: SimulatorHealth { get }
  /// Goes on by one step, in which `drives` act, and leaves in `states` where the joints are then. False: the bodies
  /// are lost, `states` are the last that are known, at rest. Called by one thread at a time.
  func advance(_ drives: [JointDrive], into states: inout [JointState]) -> Bool
}

extension GearMotorJoint.Parameters {
  /// The same motor and gear before a joint that moves outside: no play, no spring, and its stops are not ours.
  var movedOutside: Self {
    var parameters = self
    parameters.backlash = 0
    parameters.compliance = nil
    parameters.stops = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    return parameters
  }
}
