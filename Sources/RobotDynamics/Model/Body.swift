/// One body of a tree and the joint that carries it.
///
/// Frames: B is the body's frame (that of its joint after moving), P its parent's.
public struct Body: BitwiseCopyable, Sendable {
  /// How the joint moves.
  public enum Motion: UInt8, BitwiseCopyable, Sendable {
    /// Not at all: the body is lumped into its parent; its frame stays.
    case fixed
    /// About the axis; also URDF's `continuous`.
    case revolute
    /// Along the axis.
    case prismatic

    /// Spelt out: the generic `==` of raw values is refused by the real-time checks in debug builds.
    @_noAllocation @_noLocks
    public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  }

  /// The parent's index in the tree, -1 for the root: the world, or the frame of a floating base.
  /// Parents stand before children.
  public var parent: Int
  /// The index of the joint's position, or -1 for a fixed joint.
  public var coordinate: Int
  /// How the joint moves.
  public var motion: Motion
  /// Translation of B in P at position 0 [m].
  public var p_PB: Vector3
  /// Rotation of B in P at position 0.
  public var R_PB: Rotation
  /// The joint's axis in B; of any length but 0. Without meaning for a fixed joint.
  public var axis_B: Vector3
  /// Mass [kg].
  public var mass: Double
  /// Centre of mass in B [m].
  public var com_B: Vector3
  /// Principal terms and products of inertia about the centre of mass, in B [kg.m^2]:
  /// (Ixx, Iyy, Izz) and (Ixy, Ixz, Iyz).
  public var inertia_B: (diagonal: Vector3, products: Vector3)

  /// A body.
  public init(
    parent: Int, coordinate: Int, motion: Motion, p_PB: Vector3, R_PB: Rotation,
    axis_B: Vector3, mass: Double, com_B: Vector3, inertia_B: (diagonal: Vector3, products: Vector3)
  ) {
    self.parent = parent
    self.coordinate = coordinate
    self.motion = motion
    self.p_PB = p_PB
    self.R_PB = R_PB
    self.axis_B = axis_B
    self.mass = mass
    self.com_B = com_B
    self.inertia_B = inertia_B
  }

  /// Its mass, seen from the frame in which B stands at `frame`.
  @_noAllocation @_noLocks
  func massProperties(at frame: LinkTransform) -> MassProperties {
    MassProperties(
      mass: mass, com: Triple(com_B), diagonal: Triple(inertia_B.diagonal),
      products: Triple(inertia_B.products)
    ).moved(by: frame)
  }
}
