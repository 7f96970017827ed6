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
      let stance = joint.stance(positions[joint.position])
      work.stances[link] = stance
      work.gravities[link] = stance.turnBack(
        joint.rest.R.applyTransposed(work.gravities[joint.parent]))
      work.moments[link] = masses[link].moment
      link += 1
    }
    link = joints.count - 1
    while link > 0 {
      let joint = joints[link]
      let h = work.moments[link]
      let g = work.gravities[link]
      let load = loads[link]
      efforts[joint.velocity] =
        joint.turns * (h.y * g.x - h.x * g.y) - joint.slides * (load * g.z)
      let stance = work.stances[link]
      work.moments[joint.parent] =
        work.moments[joint.parent]
        + (joint.rest.R.apply(stance.turn(h)) + joint.origin(stance) * load)
      link -= 1
    }
    let g = work.gravities[0]
    write(
      Wrench(force: g * -loads[0], moment: g.cross(work.moments[0])), toBaseOf: efforts)
  }
}
