/// How one joint goes through a step of time: what drives it, and what comes of it.
public struct JointStep: BitwiseCopyable, Sendable {
  /// What drives the joint, as if it stood still at the end of the step [N.m or N]. Of a held joint the
  /// step writes here what it takes to hold it.
  public var effort: Double
  /// How much less that is for each unit of velocity at the end of the step; at least 0
  /// [N.m.s/rad or N.s/m].
  public var damping: Double
  /// Inertia that only this joint feels, beside the tree's own armature [kg.m^2 or kg].
  public var armature: Double
  /// The joint is brought to rest within the step, whatever that takes.
  public var isHeld: Bool
  /// Written by the step: the velocity at its end [rad/s or m/s].
  public var velocity: Double
  /// Written by the step: what the joint opposes to an effort while all others give way, without its
  /// armature [kg.m^2 or kg].
  public var inertia: Double

  /// A joint that nothing drives.
  @_noAllocation @_noLocks
  public init() {
    effort = 0
    damping = 0
    armature = 0
    isHeld = false
    velocity = 0
    inertia = 0
  }
}

/// A force of the surroundings at a point of a body, along one direction, for a step of time:
/// `force` less `damping` times the point's velocity in this direction at the end of the step.
public struct PointForce: BitwiseCopyable, Hashable, Sendable {
  /// The body's index.
  public var body: Int
  /// The point, in the world [m].
  public var point_W: Vector3
  /// The direction, of length 1.
  public var direction_W: Vector3
  /// The force on a point at rest [N].
  public var force: Double
  /// At least 0 [N.s/m].
  public var damping: Double

  /// A force.
  @_noAllocation @_noLocks
  public init(
    body: Int, point_W: Vector3, direction_W: Vector3, force: Double, damping: Double = 0
  ) {
    self.body = body
    self.point_W = point_W
    self.direction_W = direction_W
    self.force = force
    self.damping = damping
  }
}
