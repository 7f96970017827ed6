internal import RobotUnits

/// What the algorithms write down for one tree on their way: one for each thread that computes.
///
/// Real-time: `init` no.
public struct TreeWork: ~Copyable, Sendable {
  /// Where each joint stands.
  let stances: FixedArray<Stance>
  /// Where each link stands in the root.
  let poses: FixedArray<LinkTransform>
  /// Where the root stands in the world: one element.
  let root: FixedArray<LinkTransform>
  /// How each link moves, in its own frame.
  let motions: FixedArray<LinkMotion>
  /// Force and moment that accelerate each link and all that it carries, in its own frame.
  let forces: FixedArray<PairTriple>
  /// Gravity in each link's frame.
  let gravities: FixedArray<Triple>
  /// Mass times centre of each link and all that it carries, in its own frame.
  let moments: FixedArray<Triple>
  /// Each link and all that it carries as one mass; in its own frame or in the root's.
  let composites: FixedArray<MassProperties>
  /// Each joint's axis in the root.
  let axes: FixedArray<Screw>
  /// Each link's velocity in the root, and how its joint's axis changes with it.
  let velocities: FixedArray<Screw>
  let drifts: FixedArray<Screw>
  /// How each link and all that it carries moves, in the root.
  let momenta: FixedArray<LinkMomentum>
  /// Of the root and of pairs of links, the last of which may be none.
  let links: FixedArray<ArticulatedLink>
  /// How links move, two by two as `KinematicTree.massPairs` has them.
  let pairs: FixedArray<LinkPair>
  /// Six equations with six unknowns.
  let block: FixedArray<Double>

  /// Room for what is computed of `tree`.
  public init(for tree: borrowing KinematicTree) {
    let count = tree.joints.count
    stances = FixedArray(repeating: Stance(sine: 0, cosine: 1, way: 0), count: count)
    poses = FixedArray(repeating: .identity(), count: count)
    root = FixedArray(repeating: .identity(), count: 1)
    motions = FixedArray(repeating: .rest(), count: count)
    forces = FixedArray(repeating: .zero(), count: count)
    gravities = FixedArray(repeating: .zero(), count: count)
    moments = FixedArray(repeating: .zero(), count: count)
    composites = FixedArray(repeating: .none(), count: count)
    axes = FixedArray(repeating: .zero(), count: count)
    velocities = FixedArray(repeating: .zero(), count: count)
    drifts = FixedArray(repeating: .zero(), count: count)
    momenta = FixedArray(repeating: .zero(), count: count)
    links = FixedArray(repeating: .rest(), count: 1 + 2 * tree.massPairs.count)
    pairs = FixedArray(repeating: .rest(), count: tree.massPairs.count)
    block = FixedArray(repeating: 0, count: 36)
  }
}

/// How a link moves, in its own frame: a point r of it accelerates by a + A r.
struct LinkMotion: BitwiseCopyable, Sendable {
  /// Angular velocity [rad/s] and acceleration [rad/s^2].
  var turning: PairTriple
  /// Acceleration of the origin, less gravity [m/s^2].
  var a: Triple
  /// [alpha]x + [w]x [w]x.
  var A: Matrix3

  @_noAllocation @_noLocks @inline(__always)
  init(w: Triple, alpha: Triple, a: Triple) {
    turning = PairTriple(w, alpha)
    self.a = a
    let (xx, yy, zz) = (w.x * w.x, w.y * w.y, w.z * w.z)
    let (xy, xz, yz) = (w.x * w.y, w.x * w.z, w.y * w.z)
    A = Matrix3(
      x: Triple(-(yy + zz), xy + alpha.z, xz - alpha.y),
      y: Triple(xy - alpha.z, -(xx + zz), yz + alpha.x),
      z: Triple(xz + alpha.y, yz - alpha.x, -(xx + yy)))
  }

  /// No motion.
  @_noAllocation @_noLocks
  static func rest() -> LinkMotion { LinkMotion(w: .zero(), alpha: .zero(), a: .zero()) }
}
