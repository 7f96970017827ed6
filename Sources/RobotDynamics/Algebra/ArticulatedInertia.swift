/// What a link with all that hangs on it by joints opposes to an acceleration: force
/// M l + B w, moment B^T l + J w.
struct ArticulatedInertia: BitwiseCopyable, Sendable {
  var M: Symmetric3
  var B: Matrix3
  var J: Symmetric3

  @_noAllocation @_noLocks @inline(__always)
  init(M: Symmetric3, B: Matrix3, J: Symmetric3) {
    self.M = M
    self.B = B
    self.J = J
  }

  /// Of a rigid mass.
  @_noAllocation @_noLocks @inline(__always)
  init(_ rigid: MassProperties) {
    let (m, h) = (rigid.mass, rigid.moment)
    self.init(
      M: Symmetric3(xx: m, yy: m, zz: m, xy: 0, xz: 0, yz: 0),
      B: Matrix3(x: Triple(0, -h.z, h.y), y: Triple(h.z, 0, -h.x), z: Triple(-h.y, h.x, 0)),
      J: rigid.inertia())
  }

  @_noAllocation @_noLocks @inline(__always)
  static func + (a: ArticulatedInertia, b: ArticulatedInertia) -> ArticulatedInertia {
    ArticulatedInertia(
      M: a.M + b.M, B: Matrix3(x: a.B.x + b.B.x, y: a.B.y + b.B.y, z: a.B.z + b.B.z), J: a.J + b.J)
  }

  /// What accelerates it by `motion`.
  @_noAllocation @_noLocks @inline(__always)
  func force(of motion: Screw) -> Wrench {
    Wrench(
      force: M.apply(motion.linear) + B.apply(motion.angular),
      moment: B.applyTransposed(motion.linear) + J.apply(motion.angular))
  }

  /// Less what a joint gives way: this - U U^T / d.
  @_noAllocation @_noLocks @inline(__always)
  func yielding(_ u: Wrench, _ inverse: Double) -> ArticulatedInertia {
    let (f, n) = (u.force, u.moment)
    let (sf, sn) = (f * inverse, n * inverse)
    return ArticulatedInertia(
      M: Symmetric3(
        xx: M.xx - sf.x * f.x, yy: M.yy - sf.y * f.y, zz: M.zz - sf.z * f.z, xy: M.xy - sf.x * f.y,
        xz: M.xz - sf.x * f.z, yz: M.yz - sf.y * f.z),
      B: Matrix3(x: B.x - f * sn.x, y: B.y - f * sn.y, z: B.z - f * sn.z),
      J: Symmetric3(
        xx: J.xx - sn.x * n.x, yy: J.yy - sn.y * n.y, zz: J.zz - sn.z * n.z, xy: J.xy - sn.x * n.y,
        xz: J.xz - sn.x * n.z, yz: J.yz - sn.y * n.z))
  }
}
