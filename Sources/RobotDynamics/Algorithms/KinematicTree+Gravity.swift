public import RobotUnits

extension KinematicTree {
  /// The efforts that hold the tree at rest against gravity, into `efforts`.
  @_noAllocation @_noLocks
  public func gravity(
    positions: borrowing FixedArray<Double>, into efforts: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    work.gravities[0] = rootGravity(positions)
    work.moments[0] = masses[0].moment
    var link = 1
    while link < joints.count {
      let joint = joints[link]
      let t = joint.transform(positions[joint.position])
      work.transforms[link] = t
      work.gravities[link] = t.R.applyTransposed(work.gravities[joint.parent])
      work.moments[link] = masses[link].moment
      link += 1
    }
    link = joints.count - 1
    while link > 0 {
      let joint = joints[link]
      let h = work.moments[link]
      let g = work.gravities[link]
      efforts[joint.velocity] = joint.isPrismatic ? -loads[link] * g.z : h.y * g.x - h.x * g.y
      let t = work.transforms[link]
      work.moments[joint.parent] =
        work.moments[joint.parent] + (t.R.apply(h) + t.p * loads[link])
      link -= 1
    }
    let g = work.gravities[0]
    write(
      Wrench(force: g * -loads[0], moment: g.cross(work.moments[0])), toBaseOf: efforts)
  }
}
