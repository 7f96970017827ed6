public import RobotUnits

extension KinematicTree {
  /// By how much the velocities at the end of a step of `dt` s change for `efforts` more at the joints that
  /// are not held, into `change`. After `endStep` of the same `joints`; the step's forces and accelerations
  /// are lost, so that what comes next is `beginStep`.
  ///
  /// The articulated inertias of the step say it in one more pass, whatever the efforts.
  @_noAllocation @_noLocks
  public func answer(
    to efforts: borrowing FixedArray<Double>, _ joints: borrowing FixedArray<JointStep>,
    by dt: Double, into change: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    var link = 0
    while link < self.joints.count {
      work.wrenches[link] = .zero()
      link += 1
    }
    link = self.joints.count - 1
    while link > 0 {
      let joint = self.joints[link]
      let bias = work.wrenches[link]
      let net = efforts[joint.velocity] - work.axes[link].power(of: bias)
      // A held joint's gain is 0: it passes all on.
      work.wrenches[joint.parent] =
        work.wrenches[joint.parent] + (bias + work.gains[link].wrench * net)
      link -= 1
    }
    work.accelerations[0] =
      isFixed ? .zero() : work.inertias[0].motion(of: work.wrenches[0] * -1, work.block)
    link = 1
    while link < self.joints.count {
      let joint = self.joints[link]
      let step = joints[joint.velocity]
      let carried = work.accelerations[joint.parent]
      var acceleration = 0.0
      if !step.isHeld {
        let gain = work.gains[link]
        let net = efforts[joint.velocity] - work.axes[link].power(of: work.wrenches[link])
        let armature = armatures[joint.velocity] + step.armature + dt * step.damping
        acceleration = net / (gain.inertia + armature) - carried.power(of: gain.wrench)
      }
      work.accelerations[link] = carried + work.axes[link] * acceleration
      change[joint.velocity] = dt * acceleration
      link += 1
    }
  }
}
