public import RobotUnits

extension KinematicTree {
  /// Moves a tree on a fixed base on by `dt` s under `efforts`, against the viscous friction
  /// `damping` [N.m.s/rad or N.s/m] of each joint; `positions` and `velocities` are then those at its end.
  ///
  /// Semi-implicit Euler, implicit in the damping B: first order, but it neither feeds nor drains a swing
  /// for long, and no damping makes it unstable, however light the joint. With the inertia M, armature
  /// included, and the efforts h of gravity and velocities:
  ///
  ///     (M + dt B) a = efforts - h - B v,  v' = v + dt a,  q' = q + dt v'
  ///
  /// M + dt B is solved by articulated bodies in one pass, as `forwardDynamics` does, for to a joint dt B
  /// is more armature. MuJoCo's default integrator is the same.
  /// Source: MuJoCo documentation, chapter Computation, "Numerical integration"; E. Hairer, C. Lubich and
  /// G. Wanner, "Geometric Numerical Integration", section I.1.2 (symplectic Euler).
  @_noAllocation @_noLocks
  public func advance(
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    efforts: borrowing FixedArray<Double>, damping: borrowing FixedArray<Double>, by dt: Double,
    _ work: borrowing TreeWork
  ) {
    precondition(isFixed, "a floating base has no joint to damp")
    prepare(positions, velocities, work)
    var link = joints.count - 1
    while link > 0 {
      let joint = joints[link]
      let index = joint.velocity
      yield(
        link, joint, effort: efforts[index] - damping[index] * velocities[index],
        armature: armatures[index] + dt * damping[index], work)
      link -= 1
    }
    accelerateFixedRoot(work)
    link = 1
    while link < joints.count {
      let joint = joints[link]
      velocities[joint.velocity] += dt * accelerate(link, joint, work)
      positions[joint.position] += dt * velocities[joint.velocity]
      link += 1
    }
  }
}
