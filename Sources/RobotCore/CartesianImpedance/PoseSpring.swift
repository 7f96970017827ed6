internal import RobotDynamics
internal import RobotUnits

/// A spring between the tip E and its reference D, along and about the axes of D.
///
/// Potential: 1/2 e^T K_t e + 2 eps^T K_r eps, with e the position of E in D and (eta, eps) the unit
/// quaternion of E in D. Its gradient is the force -K_t e and the moment
///
///     -2 (eta K_r eps + eps x K_r eps)
///
/// (F. Caccavale, C. Natale, B. Siciliano, L. Villani, "Six-DOF Impedance Control Based on Angle/Axis
/// Representations", IEEE Trans. Robotics and Automation 15, 1999; C. Ott, "Cartesian Impedance Control of
/// Redundant and Flexible-Joint Robots", 2008, chapter 3). Products of eta and eps are sums of entries of
/// the rotation matrix: no quaternion, hence no choice of its sign, is needed.
enum PoseSpring {
  /// The entries of R^T times `v`.
  @_noAllocation @_noLocks @inline(__always)
  static func turnBack(_ r: Rotation, _ v: Vector3) -> Vector3 {
    Vector3(
      r.x.x * v.x + r.x.y * v.y + r.x.z * v.z, r.y.x * v.x + r.y.y * v.y + r.y.z * v.z,
      r.z.x * v.x + r.z.y * v.y + r.z.z * v.z)
  }

  /// `twist`, given along the world's axes, along those of `r`.
  @_noAllocation @_noLocks @inline(__always)
  static func turned(_ twist: Twist, back r: Rotation) -> TaskVector {
    TaskVector(linear: turnBack(r, twist.linear), angular: turnBack(r, twist.angular))
  }

  /// Force and moment on the tip, along the axes of `reference`.
  @_noAllocation @_noLocks @inline(__always)
  static func wrench(
    reference: Pose, tip: Pose, translation: Vector3, rotation k: Vector3
  ) -> TaskVector {
    let (p, q) = (tip.p_WF, reference.p_WF)
    let e = turnBack(reference.R_WF, Vector3(p.x - q.x, p.y - q.y, p.z - q.z))
    let x = turnBack(reference.R_WF, tip.R_WF.x)
    let y = turnBack(reference.R_WF, tip.R_WF.y)
    let z = turnBack(reference.R_WF, tip.R_WF.z)
    // With R of the columns x, y, z: 4 eta eps_x = R_zy - R_yz, 4 eps_y eps_z = R_zy + R_yz, and so on.
    let moment = Vector3(
      k.x * (y.z - z.y) + (k.z - k.y) * (y.z + z.y),
      k.y * (z.x - x.z) + (k.x - k.z) * (z.x + x.z),
      k.z * (x.y - y.x) + (k.y - k.x) * (x.y + y.x))
    return TaskVector(
      linear: Vector3(-translation.x * e.x, -translation.y * e.y, -translation.z * e.z),
      angular: Vector3(-0.5 * moment.x, -0.5 * moment.y, -0.5 * moment.z))
  }
}
