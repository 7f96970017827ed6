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
      work.links[link].wrench = .zero()
      link += 1
    }
    link = self.joints.count - 1
    while link > 0 {
      let joint = self.joints[link]
      let bias = work.links[link].wrench
      let net = efforts[joint.velocity] - work.links[link].axis.dot(bias)
      // A held joint's gain is 0: it passes all on.
      work.links[joint.parent].wrench =
        work.links[joint.parent].wrench + (bias + work.links[link].gain.wrench * net)
      link -= 1
    }
    work.links[0].acceleration =
      isFixed ? .zero() : work.links[0].inertia.motion(of: work.links[0].wrench * -1, work.block)
    link = 1
    while link < self.joints.count {
      let joint = self.joints[link]
      let step = joints[joint.velocity]
      let carried = work.links[joint.parent].acceleration
      var acceleration = 0.0
      if !step.isHeld {
        let gain = work.links[link].gain
        let net = efforts[joint.velocity] - work.links[link].axis.dot(work.links[link].wrench)
        let armature = armatures[joint.velocity] + step.armature + dt * step.damping
        acceleration = net / (gain.inertia + armature) - carried.dot(gain.wrench)
      }
      work.links[link].acceleration = carried + work.links[link].axis * acceleration
      change[joint.velocity] = dt * acceleration
      link += 1
    }
  }
}
