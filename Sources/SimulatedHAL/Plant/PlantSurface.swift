public import RobotDynamics

/// A body that stands in the world and that a robot can touch: ground, or what a hand holds.
public enum PlantSurface: Sendable, Hashable {
  /// All below a plane through `point` with the unit vector `normal` upwards.
  case plane(point: Vector3, normal: Vector3)
  /// A ball [m].
  case sphere(center: Vector3, radius: Double)
  /// A box along the world's axes, with its half lengths [m].
  case box(center: Vector3, half: Vector3)

  /// Level ground at `height` m.
  public static func ground(height: Double = 0) -> PlantSurface {
    .plane(point: Vector3(0, 0, height), normal: Vector3(0, 0, 1))
  }

  /// How far `point` is outside, less than 0 within [m], and which way is out.
  func distance(_ point: Vector3) -> (out: Double, normal: Vector3) {
    switch self {
    case .plane(let origin, let normal): return (((point - origin) * normal).sum(), normal)
    case .sphere(let center, let radius):
      let away = point - center
      let length = (away * away).sum().squareRoot()
      return (length - radius, length > 0 ? away / length : Vector3(0, 0, 1))
    case .box(let center, let half): return PlantSurface.distance(point - center, half)
    }
  }

  private static func distance(_ point: Vector3, _ half: Vector3) -> (Double, Vector3) {
    let nearest = point.clamped(lowerBound: -half, upperBound: half)
    let away = point - nearest
    let length = (away * away).sum().squareRoot()
    if length > 0 { return (length, away / length) }
    // Within: out by the nearest face.
    var (depth, normal) = (-Double.infinity, Vector3(0, 0, 1))
    for axis in 0..<3 {
      let side = point[axis] < 0 ? -1.0 : 1
      if side * point[axis] - half[axis] > depth {
        depth = side * point[axis] - half[axis]
        normal = .zero
        normal[axis] = side
      }
    }
    return (depth, normal)
  }
}

/// A round tip of a body, a fingertip or a corner of a foot, that touches surfaces.
public struct PlantContact: Sendable, Hashable {
  /// The body's index in the tree.
  public var body: Int
  /// The tip's centre in the body's frame [m].
  public var point_B: Vector3
  /// Its radius [m]; 0: a point.
  public var radius: Double
  /// What it is made of.
  public var material: Material

  /// Stiffness and friction of a touch.
  public struct Material: Sendable, Hashable {
    /// Normal and tangential stiffness [N/m].
    public var stiffness: Double
    /// Hunt and Crossley's dissipation [s/m].
    public var dissipation: Double
    /// Coulomb's coefficient.
    public var friction: Double

    /// A material; 20 N/mm, rubber on something hard, unless told.
    public init(stiffness: Double = 20_000, dissipation: Double = 1, friction: Double = 0.8) {
      self.stiffness = stiffness
      self.dissipation = dissipation
      self.friction = friction
    }
  }

  /// A tip.
  public init(body: Int, point_B: Vector3, radius: Double, material: Material = Material()) {
    self.body = body
    self.point_B = point_B
    self.radius = radius
    self.material = material
  }
}
