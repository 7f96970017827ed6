/// A robot as its URDF file describes it: a tree of links that joints connect.
///
/// Units are those of REP 103: metre, radian, kilogram, second, newton, newton metre. Lengths and
/// angles are as published, unrounded. Source of the meanings and defaults: the URDF XML
/// specification (wiki.ros.org/urdf/XML) and urdfdom, which decides where that is silent.
public struct URDFModel: Hashable, Sendable {
  /// The file's name as it was given to the parser.
  public var file: String
  /// The robot's name.
  public var name: String
  /// The links in the order of the file; names are distinct.
  public var links: [URDFLink]
  /// The joints in the order of the file; names are distinct, and every link but the root is the child
  /// of exactly one.
  public var joints: [URDFJoint]
  /// The name of the one link that is no joint's child.
  public var rootLink: String
  /// What the file's owner should know, in the order of the file.
  public var warnings: [URDFComplaint]

  /// The link named `name`; `nil` where there is none.
  public func link(named name: String) -> URDFLink? { links.first { $0.name == name } }

  /// The joint named `name`; `nil` where there is none.
  public func joint(named name: String) -> URDFJoint? { joints.first { $0.name == name } }
}

/// A rigid body.
public struct URDFLink: Hashable, Sendable {
  /// The name, distinct among links.
  public var name: String
  /// Mass and inertia; `nil` where the file gives none.
  public var inertial: URDFInertial?
  /// Where the link stands in the file.
  public var position: SourcePosition
}

/// A link's mass properties.
public struct URDFInertial: Hashable, Sendable {
  /// The frame of the inertia tensor, with the centre of mass as its origin, in the link's frame.
  public var origin: URDFPose
  /// The mass [kg], at least 0.
  public var mass: Double
  /// The rotational inertia about the centre of mass, along the axes of `origin`.
  public var inertia: URDFInertia
  /// Where the element stands in the file.
  public var position: SourcePosition
}

/// A symmetric 3x3 inertia tensor [kg m^2].
public struct URDFInertia: Hashable, Sendable, BitwiseCopyable {
  /// Row x, column x [kg m^2].
  public var ixx: Double
  /// Row x, column y [kg m^2].
  public var ixy: Double
  /// Row x, column z [kg m^2].
  public var ixz: Double
  /// Row y, column y [kg m^2].
  public var iyy: Double
  /// Row y, column z [kg m^2].
  public var iyz: Double
  /// Row z, column z [kg m^2].
  public var izz: Double
}

/// A position and an orientation.
public struct URDFPose: Hashable, Sendable, BitwiseCopyable {
  /// The translation [m].
  public var xyz: SIMD3<Double>
  /// Roll, pitch and yaw about the fixed axes x, y and z, in this order [rad]: the rotation is
  /// `Rz(yaw) Ry(pitch) Rx(roll)`.
  public var rpy: SIMD3<Double>

  /// No translation and no rotation.
  public static let identity = URDFPose(xyz: SIMD3(), rpy: SIMD3())
}
