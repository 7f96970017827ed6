/// A symmetric 3x3 matrix.
struct Symmetric3: BitwiseCopyable, Sendable {
  var xx: Double
  var yy: Double
  var zz: Double
  var xy: Double
  var xz: Double
  var yz: Double

  @_noAllocation @_noLocks @inline(__always)
  init(xx: Double, yy: Double, zz: Double, xy: Double, xz: Double, yz: Double) {
    self.xx = xx
    self.yy = yy
    self.zz = zz
    self.xy = xy
    self.xz = xz
    self.yz = yz
  }

  @_noAllocation @_noLocks @inline(__always)
  static func + (a: Symmetric3, b: Symmetric3) -> Symmetric3 {
    Symmetric3(
      xx: a.xx + b.xx, yy: a.yy + b.yy, zz: a.zz + b.zz, xy: a.xy + b.xy, xz: a.xz + b.xz,
      yz: a.yz + b.yz)
  }

  @_noAllocation @_noLocks @inline(__always)
  func apply(_ v: Triple) -> Triple {
    Triple(
      xx * v.x + xy * v.y + xz * v.z, xy * v.x + yy * v.y + yz * v.z,
      xz * v.x + yz * v.y + zz * v.z)
  }

  /// `R S R^T`.
  @_noAllocation @_noLocks @inline(__always)
  func rotated(by r: Matrix3) -> Symmetric3 {
    let a = r.apply(Triple(xx, xy, xz))
    let b = r.apply(Triple(xy, yy, yz))
    let c = r.apply(Triple(xz, yz, zz))
    return Symmetric3(
      xx: a.x * r.x.x + b.x * r.y.x + c.x * r.z.x, yy: a.y * r.x.y + b.y * r.y.y + c.y * r.z.y,
      zz: a.z * r.x.z + b.z * r.y.z + c.z * r.z.z, xy: a.y * r.x.x + b.y * r.y.x + c.y * r.z.x,
      xz: a.z * r.x.x + b.z * r.y.x + c.z * r.z.x, yz: a.z * r.x.y + b.z * r.y.y + c.z * r.z.y)
  }
}

/// Zeroth to second moments of a distribution of mass about the origin of a frame.
///
/// The second moments, sum m r r^T, instead of the inertia tensor tr(S) 1 - S: they move to another frame
/// with fewer operations, and what a body needs to be accelerated as r'' = a + A r follows from them
/// directly (force m a + A h, moment h x a + the axial vector of A S).
struct MassProperties: BitwiseCopyable, Sendable {
  /// The mass [kg].
  var mass: Double
  /// Mass times centre of mass [kg.m].
  var moment: Triple
  /// Sum of m r r^T [kg.m^2].
  var second: Symmetric3

  @_noAllocation @_noLocks @inline(__always)
  init(mass: Double, moment: Triple, second: Symmetric3) {
    self.mass = mass
    self.moment = moment
    self.second = second
  }

  @_noAllocation @_noLocks @inline(__always)
  static func none() -> MassProperties {
    MassProperties(
      mass: 0, moment: .zero(), second: Symmetric3(xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0))
  }

  /// Of a mass with its centre at `com` and the inertia tensor `diagonal`, `products` about it.
  @_noAllocation @_noLocks
  init(mass: Double, com: Triple, diagonal d: Triple, products p: Triple) {
    let half = 0.5 * (d.x + d.y + d.z)
    let central = MassProperties(
      mass: mass, moment: .zero(),
      second: Symmetric3(
        xx: half - d.x, yy: half - d.y, zz: half - d.z, xy: -p.x, xz: -p.y, yz: -p.z))
    self = central.moved(by: LinkTransform(R: .identity(), p: com))
  }

  /// The same mass seen from the frame in which its own frame stands at `t`.
  @_noAllocation @_noLocks @inline(__always)
  func moved(by t: LinkTransform) -> MassProperties {
    let turned = t.R.apply(moment)
    let k = turned + t.p * (0.5 * mass)
    let s = second.rotated(by: t.R)
    let p = t.p
    return MassProperties(
      mass: mass, moment: turned + p * mass,
      second: Symmetric3(
        xx: s.xx + 2 * (k.x * p.x), yy: s.yy + 2 * (k.y * p.y), zz: s.zz + 2 * (k.z * p.z),
        xy: s.xy + (k.x * p.y + k.y * p.x), xz: s.xz + (k.x * p.z + k.z * p.x),
        yz: s.yz + (k.y * p.z + k.z * p.y)))
  }

  @_noAllocation @_noLocks @inline(__always)
  static func + (a: MassProperties, b: MassProperties) -> MassProperties {
    MassProperties(
      mass: a.mass + b.mass, moment: a.moment + b.moment, second: a.second + b.second)
  }

  /// The inertia tensor about the frame's origin.
  @_noAllocation @_noLocks @inline(__always)
  func inertia() -> Symmetric3 {
    Symmetric3(
      xx: second.yy + second.zz, yy: second.xx + second.zz, zz: second.xx + second.yy,
      xy: -second.xy, xz: -second.xz, yz: -second.yz)
  }

  /// Force and moment about the origin that accelerate the mass as r'' = a + A r.
  @_noAllocation @_noLocks @inline(__always)
  func force(_ a: Triple, _ m: Matrix3) -> PairTriple {
    let h = moment
    let s = second
    let force = a * mass + m.apply(h)
    // Axial vector of A S; columns of `m` are x, y, z, so A_zy is m.y.z.
    let turn = Triple(
      m.x.z * s.xy - m.x.y * s.xz + m.y.z * s.yy - m.z.y * s.zz + (m.z.z - m.y.y) * s.yz,
      m.y.x * s.yz - m.y.z * s.xy + m.z.x * s.zz - m.x.z * s.xx + (m.x.x - m.z.z) * s.xz,
      m.z.y * s.xz - m.z.x * s.yz + m.x.y * s.xx - m.y.x * s.yy + (m.y.y - m.x.x) * s.xy)
    return PairTriple(force, h.cross(a) + turn)
  }
}
