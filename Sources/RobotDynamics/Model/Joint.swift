internal import RobotUnits

/// The constants of a joint and of the link that it moves.
///
/// The link's frame L is that of its joint, turned so that the joint's axis is z; P is the parent link's.
struct Joint: BitwiseCopyable, Sendable {
  /// The parent link; 0 is the root, joint i moves link i.
  var parent: Int
  /// The index of its position.
  var position: Int
  /// The index of its velocity, acceleration and effort.
  var velocity: Int
  var isPrismatic: Bool
  /// Where L stands in P at position 0.
  var rest: LinkTransform

  @_noAllocation @_noLocks
  init(parent: Int, position: Int, velocity: Int, isPrismatic: Bool, rest: LinkTransform) {
    self.parent = parent
    self.position = position
    self.velocity = velocity
    self.isPrismatic = isPrismatic
    self.rest = rest
  }

  /// Where L stands in P at position `q`.
  @_noAllocation @_noLocks @inline(__always)
  func transform(_ q: Double) -> LinkTransform {
    if isPrismatic { return LinkTransform(R: rest.R, p: rest.p + rest.R.z * q) }
    let (s, c) = RealtimeMath.sineCosine(q)
    let (x, y) = (rest.R.x, rest.R.y)
    return LinkTransform(R: Matrix3(x: x * c + y * s, y: y * c - x * s, z: rest.R.z), p: rest.p)
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
