public import RobotUnits

extension KinematicTree {
  /// For each velocity the effort that holds the tree at rest against gravity, and the inertia that
  /// its joint feels while the others stand still: the diagonal of the joint-space inertia matrix,
  /// armature included [kg.m^2 or kg]. A floating base is taken for fixed where it stands: its own six
  /// inertias are 0.
  @_noAllocation @_noLocks
  public func gravityAndInertia(
    positions: borrowing FixedArray<Double>, gravity efforts: borrowing FixedArray<Double>,
    inertia: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    gravity(positions: positions, into: efforts, work)
    for index in 0..<velocityCount { inertia[index] = armatures[index] }
    for link in 0..<joints.count { work.composites[link] = masses[link] }
    var link = joints.count - 1
    while link > 0 {
      let joint = joints[link]
      let carried = work.composites[link]
      inertia[joint.velocity] +=
        joint.slides * carried.mass + joint.turns * (carried.second.xx + carried.second.yy)
      if joint.parent > 0 {
        work.composites[joint.parent] =
          work.composites[joint.parent] + carried.moved(by: joint.transform(work.stances[link]))
      }
      link -= 1
    }
  }
}
