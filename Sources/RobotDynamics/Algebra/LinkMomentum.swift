/// The momentum of masses that move, and its first moment about the origin of the frame.
///
/// Of a point of mass m at r with velocity v, m v and m v r^T; of a rigid body, the sums. All that the
/// Coriolis matrix needs of a body: the 6x6 matrix B(I, v) of Echeandia and Wensing, Numerical methods to
/// compute the Coriolis matrix and Christoffel symbols for rigid-body systems, 2021, maps a screw with
/// angular part w to the sum of the forces w x m v at r, whatever its linear part.
struct LinkMomentum: BitwiseCopyable, Sendable {
  /// Sum of m v [kg.m/s].
  var linear: Triple
  /// Sum of m v r^T [kg.m^2/s].
  var moment: Matrix3

  @_noAllocation @_noLocks @inline(__always)
  init(linear: Triple, moment: Matrix3) {
    self.linear = linear
    self.moment = moment
  }

  /// Of `mass` that moves as `motion`.
  @_noAllocation @_noLocks @inline(__always)
  init(_ mass: MassProperties, _ motion: Screw) {
    let (l, w, s) = (motion.linear, motion.angular, mass.second)
    linear = l * mass.mass + w.cross(mass.moment)
    moment = Matrix3(
      x: l * mass.moment.x + w.cross(Triple(s.xx, s.xy, s.xz)),
      y: l * mass.moment.y + w.cross(Triple(s.xy, s.yy, s.yz)),
      z: l * mass.moment.z + w.cross(Triple(s.xz, s.yz, s.zz)))
  }

  @_noAllocation @_noLocks @inline(__always)
  static func zero() -> LinkMomentum {
    LinkMomentum(linear: .zero(), moment: Matrix3(x: .zero(), y: .zero(), z: .zero()))
  }

  @_noAllocation @_noLocks @inline(__always)
  static func + (a: LinkMomentum, b: LinkMomentum) -> LinkMomentum {
    LinkMomentum(
      linear: a.linear + b.linear,
      moment: Matrix3(
        x: a.moment.x + b.moment.x, y: a.moment.y + b.moment.y, z: a.moment.z + b.moment.z))
  }

  /// B times a screw that turns by `w`: each momentum turned by it.
  @_noAllocation @_noLocks @inline(__always)
  func turned(by w: Triple) -> Wrench {
    Wrench(force: w.cross(linear), moment: w * trace() - moment.apply(w))
  }

  /// The transposed of B times `axis`: the angular part, the linear one is 0.
  @_noAllocation @_noLocks @inline(__always)
  func reaction(to axis: Screw) -> Triple {
    linear.cross(axis.linear) + axis.angular * trace() - moment.applyTransposed(axis.angular)
  }

  @_noAllocation @_noLocks @inline(__always)
  private func trace() -> Double { moment.x.x + moment.y.y + moment.z.z }
}
