/// What only the built-in simulation uses: the robot file's `simulation`.
public struct SimulationDescription: Hashable, Sendable {
  /// A round tip of a link. Each touches each surface.
  public struct Contact: Hashable, Sendable {
    /// The robot file's name for it.
    public var name: String
    /// The URDF's link.
    public var link: String
    /// Its centre in the link's frame [m].
    public var point: SIMD3<Double>
    /// At least 0 [m].
    public var radius: Double
    /// Above 0 [N/m].
    public var stiffness: Double
    /// At least 0 [s/m].
    public var dissipation: Double
    /// Coulomb's coefficient, at least 0.
    public var friction: Double
    /// Where the file names the link, for errors about it.
    public var linkPosition: SourcePosition
  }

  /// Where a root that moves freely stands at the beginning.
  public struct FloatingBase: Hashable, Sendable {
    /// Its origin in the world [m].
    public var position: SIMD3<Double>
    /// Roll, pitch and yaw about the world's axes [rad].
    public var orientation: SIMD3<Double>
    /// Where the file gives it.
    public var filePosition: SourcePosition
  }

  /// What stands in the frame of the URDF's root, or around a floating base [m].
  public enum Surface: Hashable, Sendable {
    /// Level ground at a height.
    case ground(height: Double)
    /// A ball.
    case sphere(center: SIMD3<Double>, radius: Double)
    /// A box along the axes with its edges.
    case box(center: SIMD3<Double>, size: SIMD3<Double>)
  }

  /// In the order of the file.
  public var contacts: [Contact] = []
  /// In the order of the file.
  public var surfaces: [Surface] = []
  /// `nil`: the root is the world.
  public var floatingBase: FloatingBase?

  /// Nothing to touch, and nothing that touches.
  public init() {}
}
