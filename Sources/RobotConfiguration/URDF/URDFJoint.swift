/// A connection of two links.
public struct URDFJoint: Hashable, Sendable {
  /// The name, distinct among joints.
  public var name: String
  /// Which motion it allows.
  public var kind: URDFJointKind
  /// The name of the link it is mounted on.
  public var parent: String
  /// The name of the link it moves.
  public var child: String
  /// The joint's frame, which is the child's at joint position 0, in the parent's frame.
  public var origin: URDFPose
  /// The unit vector to turn about, to slide along, or normal to the plane, in the joint's frame.
  /// (1, 0, 0) where the file gives none, and for fixed and floating joints, which have no axis.
  public var axis: SIMD3<Double>
  /// The limits; never `nil` for revolute and prismatic joints, always for fixed and floating ones.
  public var limit: URDFLimit?
  /// The joint this one follows; `nil` where it moves by itself.
  public var mimic: URDFMimic?
  /// Damping and friction; `nil` where the file gives none.
  public var dynamics: URDFDynamics?
  /// The soft limits; `nil` where the file gives none.
  public var safetyController: URDFSafetyController?
  /// Where the joint stands in the file.
  public var position: SourcePosition
}

/// The motion that a joint allows; the raw value is URDF's word for it.
public enum URDFJointKind: String, Hashable, Sendable, CaseIterable {
  /// None.
  case fixed
  /// Turning about the axis between two limits.
  case revolute
  /// Turning about the axis without end.
  case continuous
  /// Sliding along the axis between two limits.
  case prismatic
  /// All six degrees of freedom.
  case floating
  /// Sliding in the plane normal to the axis.
  case planar
}

/// The limits of a joint.
public struct URDFLimit: Hashable, Sendable {
  /// The lowest position [rad or m]; 0 where the file gives none. Without meaning for continuous joints.
  public var lower: Double
  /// The highest position [rad or m]; 0 where the file gives none. Without meaning for continuous joints.
  public var upper: Double
  /// The highest speed [rad/s or m/s], above 0. `nil`: the file gives 0 or nothing, which means
  /// unspecified, so that the joint cannot be armed until the robot file gives it.
  public var velocity: Double?
  /// The highest effort [N m or N], above 0; `nil` as for `velocity`.
  public var effort: Double?
  /// Where the element stands in the file.
  public var position: SourcePosition
  /// Where the velocity stands, or the element where it is missing.
  public var velocityPosition: SourcePosition
  /// Where the effort stands, or the element where it is missing.
  public var effortPosition: SourcePosition
}

/// A joint that follows another: `position = multiplier * (position of joint) + offset`.
public struct URDFMimic: Hashable, Sendable {
  /// The name of the joint to follow.
  public var joint: String
  /// The factor.
  public var multiplier: Double
  /// The position at which the other joint is at 0 [rad or m].
  public var offset: Double
  /// Where the element stands in the file.
  public var position: SourcePosition
}

/// Passive forces of a joint.
public struct URDFDynamics: Hashable, Sendable, BitwiseCopyable {
  /// Viscous damping [N m s/rad or N s/m], at least 0.
  public var damping: Double
  /// Coulomb friction [N m or N], at least 0.
  public var friction: Double
}

/// The soft limits of `<safety_controller>` (wiki.ros.org/pr2_controller_manager/safety_limits): the
/// velocity is held to `-kPosition * (position - softUpper)` and the like below, the effort to
/// `-kVelocity * (velocity - velocity limit)`.
public struct URDFSafetyController: Hashable, Sendable, BitwiseCopyable {
  /// Where the lower band ends [rad or m]; `nil` where the file gives none.
  public var softLower: Double?
  /// Where the upper band begins [rad or m]; `nil` where the file gives none.
  public var softUpper: Double?
  /// The velocity limit per distance to a soft limit [1/s], at least 0.
  public var kPosition: Double
  /// The effort limit per distance to the velocity limit [N m s/rad or N s/m], at least 0.
  public var kVelocity: Double
}
