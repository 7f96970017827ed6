/// A velocity or an acceleration of a rigid body: that of the point at the frame's origin, and the
/// angular one. Of unit size, a joint's axis.
struct Screw: BitwiseCopyable, Sendable {
  var linear: Triple
  var angular: Triple

  @_noAllocation @_noLocks @inline(__always)
  init(linear: Triple, angular: Triple) {
    self.linear = linear
    self.angular = angular
  }

  /// The axis of `joint`, whose frame stands at `pose`.
  @_noAllocation @_noLocks @inline(__always)
  init(_ pose: LinkTransform, _ joint: Joint) {
    let angular = pose.R.z * joint.turns
    self.init(linear: pose.p.cross(angular) + pose.R.z * joint.slides, angular: angular)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func zero() -> Screw { Screw(linear: .zero(), angular: .zero()) }

  @_noAllocation @_noLocks @inline(__always)
  static func + (a: Screw, b: Screw) -> Screw {
    Screw(linear: a.linear + b.linear, angular: a.angular + b.angular)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func * (a: Screw, s: Double) -> Screw {
    Screw(linear: a.linear * s, angular: a.angular * s)
  }

  /// The same motion seen from the frame in which its own stands at `t`.
  @_noAllocation @_noLocks @inline(__always)
  func carried(by t: LinkTransform) -> Screw {
    let w = t.R.apply(angular)
    return Screw(linear: t.R.apply(linear) + t.p.cross(w), angular: w)
  }

  /// What `wrench` does in unit time on a body that moves so.
  @_noAllocation @_noLocks @inline(__always)
  func power(of wrench: Wrench) -> Double {
    linear.dot(wrench.force) + angular.dot(wrench.moment)
  }

  /// How a screw that is carried along changes: the spatial cross product with a motion.
  @_noAllocation @_noLocks @inline(__always)
  func cross(_ motion: Screw) -> Screw {
    Screw(
      linear: angular.cross(motion.linear) + linear.cross(motion.angular),
      angular: angular.cross(motion.angular))
  }

  /// How a momentum that is carried along changes: the spatial cross product with a force.
  @_noAllocation @_noLocks @inline(__always)
  func cross(_ wrench: Wrench) -> Wrench {
    Wrench(
      force: angular.cross(wrench.force),
      moment: angular.cross(wrench.moment) + linear.cross(wrench.force))
  }
}

extension MassProperties {
  /// What accelerates the mass by `motion` from rest; its momentum, where that is a velocity.
  @_noAllocation @_noLocks @inline(__always)
  func force(of motion: Screw) -> Wrench {
    let (l, w) = (motion.linear, motion.angular)
    let trace = second.xx + second.yy + second.zz
    return Wrench(
      force: l * mass + w.cross(moment),
      moment: moment.cross(l) + (w * trace - second.apply(w)))
  }
}
