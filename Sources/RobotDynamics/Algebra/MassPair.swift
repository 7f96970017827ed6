internal import RobotUnits

/// The masses of two links side by side, lane by lane, as `MassProperties` has them one by one.
///
/// With x, y, z the axes of a link's frame, z z^T = 1 - x x^T - y y^T. So its second moments
///
///     S = floor 1 + x a^T + a x^T + y b^T + b y^T
///
/// with `floor` = S_zz, a = (S_xx - S_zz) / 2 x + S_xy y + S_xz z, b = (S_yy - S_zz) / 2 y + S_yz z, and
/// where the frame stands at p one more pair of such products: less work than to turn a tensor.
struct MassPair: BitwiseCopyable, Sendable {
  var mass: Pair
  /// Mass times centre of mass.
  var moment: PairTriple
  var floor: Pair
  /// What S has along a and b.
  var a: PairTriple
  var b: (y: Pair, z: Pair)

  @_noAllocation @_noLocks
  init(_ first: MassProperties, _ second: MassProperties) {
    let (s, t) = (first.second, second.second)
    mass = Pair(first.mass, second.mass)
    moment = PairTriple(first.moment, second.moment)
    floor = Pair(s.zz, t.zz)
    a = PairTriple(
      Triple(0.5 * (s.xx - s.zz), s.xy, s.xz), Triple(0.5 * (t.xx - t.zz), t.xy, t.xz))
    b = (Pair(0.5 * (s.yy - s.zz), 0.5 * (t.yy - t.zz)), Pair(s.yz, t.yz))
  }

  /// The inertias about the origin of the frame in which the links' own stand at `R` and `p`.
  @_noAllocation @_noLocks @inline(__always)
  func inertia(at R: PairMatrix3, _ p: PairTriple) -> InertiaPair {
    let turned = R.apply(moment)
    let k = turned + p * (mass * 0.5)
    let (x, y) = (R.x, R.y)
    let u = x * a.x + y * a.y + R.z * a.z
    let v = y * b.y + R.z * b.z
    let xx = floor + (x.x * u.x + y.x * v.x + k.x * p.x)
    let yy = x.y * u.y + y.y * v.y + k.y * p.y
    let zz = x.z * u.z + y.z * v.z + k.z * p.z
    return InertiaPair(
      mass: mass, moment: turned + p * mass,
      diagonal: PairTriple(x: (floor + (yy + zz)) * 2, y: (xx + zz) * 2, z: (xx + yy) * 2),
      products: PairTriple(
        x: x.y * u.z + x.z * u.y + (y.y * v.z + y.z * v.y) + (k.y * p.z + k.z * p.y),
        y: x.x * u.z + x.z * u.x + (y.x * v.z + y.z * v.x) + (k.x * p.z + k.z * p.x),
        z: x.x * u.y + x.y * u.x + (y.x * v.y + y.y * v.x) + (k.x * p.y + k.y * p.x)))
  }
}

/// The inertias of two links about one origin, lane by lane.
struct InertiaPair: BitwiseCopyable, Sendable {
  var mass: Pair
  var moment: PairTriple
  /// Of the inertia tensors: (xx, yy, zz), and without their sign (yz, xz, xy).
  var diagonal: PairTriple
  var products: PairTriple

  @_noAllocation @_noLocks @inline(__always)
  init(mass: Pair, moment: PairTriple, diagonal: PairTriple, products: PairTriple) {
    self.mass = mass
    self.moment = moment
    self.diagonal = diagonal
    self.products = products
  }

  @_noAllocation @_noLocks @inline(__always)
  func apply(_ v: PairTriple) -> PairTriple {
    PairTriple(
      x: diagonal.x * v.x - products.z * v.y - products.y * v.z,
      y: diagonal.y * v.y - products.z * v.x - products.x * v.z,
      z: diagonal.z * v.z - products.y * v.x - products.x * v.y)
  }

  /// Forces and moments about the origin (Newton and Euler) on bodies that turn at `w`, with the angular
  /// acceleration `alpha`, whose point at the origin accelerates by `a`.
  @_noAllocation @_noLocks @inline(__always)
  func force(_ w: PairTriple, _ alpha: PairTriple, _ a: PairTriple) -> WrenchPair {
    WrenchPair(
      force: a * mass + alpha.cross(moment) + w.cross(w.cross(moment)),
      moment: apply(alpha) + w.cross(apply(w)) + moment.cross(a))
  }

  @_noAllocation @_noLocks @inline(__always)
  func first() -> ArticulatedInertia {
    ArticulatedInertia(
      mass: mass.x, moment: moment.first(), diagonal: diagonal.first(), products: products.first())
  }

  @_noAllocation @_noLocks @inline(__always)
  func second() -> ArticulatedInertia {
    ArticulatedInertia(
      mass: mass.y, moment: moment.second(), diagonal: diagonal.second(),
      products: products.second())
  }
}

/// Two wrenches, lane by lane.
struct WrenchPair: BitwiseCopyable, Sendable {
  var force: PairTriple
  var moment: PairTriple

  @_noAllocation @_noLocks @inline(__always)
  init(force: PairTriple, moment: PairTriple) {
    self.force = force
    self.moment = moment
  }

  @_noAllocation @_noLocks @inline(__always)
  func first() -> Wrench { Wrench(force: force.first(), moment: moment.first()) }

  @_noAllocation @_noLocks @inline(__always)
  func second() -> Wrench { Wrench(force: force.second(), moment: moment.second()) }
}

/// Two links, lane by lane: how they stand and move, and what follows from that for each of them alone.
struct LinkPair: BitwiseCopyable, Sendable {
  var R: PairMatrix3
  var p: PairTriple
  /// Angular velocity and acceleration.
  var w: PairTriple
  var alpha: PairTriple
  /// The linear velocity and acceleration of the screws.
  var v: PairTriple
  var a: PairTriple
  var inertia: InertiaPair
  /// What their bias asks of them.
  var wrench: WrenchPair

  @_noAllocation @_noLocks
  static func rest() -> LinkPair { LinkPair() }

  @_noAllocation @_noLocks
  private init() {
    R = PairMatrix3(.identity(), .identity())
    p = .zero()
    w = .zero()
    alpha = .zero()
    v = .zero()
    a = .zero()
    inertia = InertiaPair(
      mass: .zero, moment: .zero(), diagonal: .zero(), products: .zero())
    wrench = WrenchPair(force: .zero(), moment: .zero())
  }

  /// Finds what follows for links of `mass`.
  @_noAllocation @_noLocks @inline(__always)
  mutating func weigh(_ mass: MassPair) {
    let inertia = mass.inertia(at: R, p)
    self.inertia = inertia
    // The bodies' acceleration where they pass the origin.
    wrench = inertia.force(w, alpha, a + w.cross(v))
  }

  @_noAllocation @_noLocks @inline(__always)
  mutating func setFirst(_ pose: LinkTransform, _ velocity: Screw, _ bias: Screw) {
    R.x.setFirst(pose.R.x)
    R.y.setFirst(pose.R.y)
    R.z.setFirst(pose.R.z)
    p.setFirst(pose.p)
    w.setFirst(velocity.angular)
    alpha.setFirst(bias.angular)
    v.setFirst(velocity.linear)
    a.setFirst(bias.linear)
  }

  @_noAllocation @_noLocks @inline(__always)
  mutating func setSecond(_ pose: LinkTransform, _ velocity: Screw, _ bias: Screw) {
    R.x.setSecond(pose.R.x)
    R.y.setSecond(pose.R.y)
    R.z.setSecond(pose.R.z)
    p.setSecond(pose.p)
    w.setSecond(velocity.angular)
    alpha.setSecond(bias.angular)
    v.setSecond(velocity.linear)
    a.setSecond(bias.linear)
  }
}
