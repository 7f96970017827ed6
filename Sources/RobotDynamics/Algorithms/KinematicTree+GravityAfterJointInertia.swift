public import RobotUnits

extension KinematicTree {
  /// What `gravity` finds, at the positions for which `jointInertia` was called last on `work`: from the
  /// composite bodies that it left there, at a tenth of the cost.
  @_noAllocation @_noLocks
  public func gravityAfterJointInertia(
    into efforts: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    let g = work.root[0].R.applyTransposed(gravity_W)
    var link = 1
    while link < joints.count {
      let carried = work.composites[link]
      efforts[joints[link].velocity] = work.axes[link].power(
        of: Wrench(force: g * -carried.mass, moment: g.cross(carried.moment)))
      link += 1
    }
    let all = work.composites[0]
    write(Wrench(force: g * -all.mass, moment: g.cross(all.moment)), toBaseOf: efforts)
  }
}
