internal import RobotUnits

/// The constants of a joint and of the link that it moves.
///
/// The link's frame L is that of its joint, turned so that the joint's axis is z; P is the parent link's.
/// Whether a joint turns or slides is arithmetic, not a branch: a branch would keep both results in
/// memory.
struct Joint: BitwiseCopyable, Sendable {
  /// The parent link; 0 is the root, joint i moves link i.
  var parent: Int
  /// The index of its position.
  var position: Int
  /// The index of its velocity, acceleration and effort.
  var velocity: Int
  /// 1 for a revolute joint, 0 for a prismatic one.
  var turns: Double
  /// 0 for a revolute joint, 1 for a prismatic one.
  var slides: Double
  /// Where L stands in P at position 0.
  var rest: LinkTransform

  @_noAllocation @_noLocks
  init(parent: Int, position: Int, velocity: Int, isPrismatic: Bool, rest: LinkTransform) {
    self.parent = parent
    self.position = position
    self.velocity = velocity
    turns = isPrismatic ? 0 : 1
    slides = isPrismatic ? 1 : 0
    self.rest = rest
  }

  /// What position `q` makes of the joint.
  @_noAllocation @_noLocks @inline(__always)
  func stance(_ q: Double) -> Stance {
    let (s, c) = RealtimeMath.sineCosine(q * turns)
    return Stance(sine: s, cosine: c, way: q * slides)
  }

  /// Where the origin of L stands in P.
  @_noAllocation @_noLocks @inline(__always)
  func origin(_ stance: Stance) -> Triple { rest.p + rest.R.z * stance.way }

  /// Where L stands in P.
  @_noAllocation @_noLocks @inline(__always)
  func transform(_ stance: Stance) -> LinkTransform {
    let (x, y) = (rest.R.x, rest.R.y)
    let (s, c) = (stance.sine, stance.cosine)
    return LinkTransform(
      R: Matrix3(x: x * c + y * s, y: y * c - x * s, z: rest.R.z), p: origin(stance))
  }
}

/// A joint's position in the words of its transform: a turn about z, a way along it.
struct Stance: BitwiseCopyable, Sendable {
  var sine: Double
  var cosine: Double
  var way: Double

  @_noAllocation @_noLocks @inline(__always)
  init(sine: Double, cosine: Double, way: Double) {
    self.sine = sine
    self.cosine = cosine
    self.way = way
  }

  /// `v` of the turned frame in the one before the turn.
  @_noAllocation @_noLocks @inline(__always)
  func turn(_ v: Triple) -> Triple {
    Triple(v.x * cosine - v.y * sine, v.x * sine + v.y * cosine, v.z)
  }

  /// The reverse.
  @_noAllocation @_noLocks @inline(__always)
  func turnBack(_ v: Triple) -> Triple {
    Triple(v.x * cosine + v.y * sine, v.y * cosine - v.x * sine, v.z)
  }

  @_noAllocation @_noLocks @inline(__always)
  func turn(_ v: PairTriple) -> PairTriple {
    let (s, c) = (Pair(repeating: sine), Pair(repeating: cosine))
    return PairTriple(x: v.x * c - v.y * s, y: v.x * s + v.y * c, z: v.z)
  }

  @_noAllocation @_noLocks @inline(__always)
  func turnBack(_ v: PairTriple) -> PairTriple {
    let (s, c) = (Pair(repeating: sine), Pair(repeating: cosine))
    return PairTriple(x: v.x * c + v.y * s, y: v.y * c - v.x * s, z: v.z)
  }
}

/// Where a body is: its frame in that of its link.
struct BodyFrame: BitwiseCopyable, Sendable {
  var link: Int
  var place: LinkTransform

  @_noAllocation @_noLocks
  init(link: Int, place: LinkTransform) {
    self.link = link
    self.place = place
  }
}
