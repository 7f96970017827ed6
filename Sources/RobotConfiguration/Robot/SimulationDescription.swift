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

  /// What stands in the frame of the URDF's root [m].
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

  /// Nothing to touch, and nothing that touches.
  public init() {}
}
