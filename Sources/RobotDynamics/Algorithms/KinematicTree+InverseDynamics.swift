public import RobotUnits

extension KinematicTree {
  /// The efforts that accelerate the tree by `accelerations` (recursive Newton-Euler), into `efforts`.
  /// All arrays as the type says; `work` is overwritten.
  @_noAllocation @_noLocks
  public func inverseDynamics(
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    accelerations: borrowing FixedArray<Double>, into efforts: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    move(positions, velocities, accelerations, work)
    gather(into: efforts, work)
    for index in 0..<velocityCount { efforts[index] += armatures[index] * accelerations[index] }
  }

  /// The same with `forces` on the bodies.
  @_noAllocation @_noLocks
  public func inverseDynamics(
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    accelerations: borrowing FixedArray<Double>, forces: borrowing FixedArray<ExternalForce>,
    into efforts: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    move(positions, velocities, accelerations, work)
    for index in 0..<forces.count {
      let frame = frames[forces[index].body]
      work.wrenches[frame.link] =
        work.wrenches[frame.link] - forces[index].wrench(at: frame.place)
    }
    gather(into: efforts, work)
    for index in 0..<velocityCount { efforts[index] += armatures[index] * accelerations[index] }
  }

  /// The efforts that hold the tree's accelerations at 0: gravity, Coriolis and centrifugal forces.
  @_noAllocation @_noLocks
  public func nonlinearEffects(
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    into efforts: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    moveRoot(positions, velocities, work)
    work.wrenches[0] = masses[0].force(work.motions[0].a, work.motions[0].A)
    var link = 1
    while link < joints.count {
      let joint = joints[link]
      move(link, joint, positions[joint.position], velocities[joint.velocity], 0, work)
      link += 1
    }
    gather(into: efforts, work)
  }

  /// From the root to the leaves: how each link moves, and what it takes to move it so.
  @_noAllocation @_noLocks @inline(__always)
  private func move(
    _ positions: borrowing FixedArray<Double>, _ velocities: borrowing FixedArray<Double>,
    _ accelerations: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    moveRoot(positions, velocities, work)
    if !isFixed {
      let m = work.motions[0]
      work.motions[0] = LinkMotion(
        w: m.w, alpha: triple(accelerations, 3), a: m.a + triple(accelerations, 0))
    }
    work.wrenches[0] = masses[0].force(work.motions[0].a, work.motions[0].A)
    var link = 1
    while link < joints.count {
      let joint = joints[link]
      move(
        link, joint, positions[joint.position], velocities[joint.velocity],
        accelerations[joint.velocity], work)
      link += 1
    }
  }

  /// The root's motion without acceleration of its own.
  @_noAllocation @_noLocks
  private func moveRoot(
    _ positions: borrowing FixedArray<Double>, _ velocities: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    let upwards = rootGravity(positions) * -1
    if isFixed {
      work.motions[0] = LinkMotion(w: .zero(), alpha: .zero(), a: upwards)
    } else {
      // The derivative of the velocity along turning axes is not yet the origin's acceleration.
      let w = triple(velocities, 3)
      work.motions[0] = LinkMotion(
        w: w, alpha: .zero(), a: w.cross(triple(velocities, 0)) + upwards)
    }
  }

  /// From the parent's motion to that of `link`, and what it takes to move it so.
  @_noAllocation @_noLocks @inline(__always)
  private func move(
    _ link: Int, _ joint: Joint, _ q: Double, _ qd: Double, _ qdd: Double,
    _ work: borrowing TreeWork
  ) {
    let t = joint.transform(q)
    let parent = work.motions[joint.parent]
    let w = t.R.applyTransposed(parent.w)
    let alpha = t.R.applyTransposed(parent.alpha)
    let a = t.R.applyTransposed(parent.a + parent.A.apply(t.p))
    var motion: LinkMotion
    if joint.isPrismatic {
      motion = LinkMotion(
        w: w, alpha: alpha,
        a: Triple(a.x + 2 * (w.y * qd), a.y - 2 * (w.x * qd), a.z + qdd))
    } else {
      motion = LinkMotion(
        w: Triple(w.x, w.y, w.z + qd),
        alpha: Triple(alpha.x + w.y * qd, alpha.y - w.x * qd, alpha.z + qdd), a: a)
    }
    work.transforms[link] = t
    work.motions[link] = motion
    work.wrenches[link] = masses[link].force(motion.a, motion.A)
  }

  /// From the leaves to the root: what each joint has to give.
  @_noAllocation @_noLocks @inline(__always)
  private func gather(into efforts: borrowing FixedArray<Double>, _ work: borrowing TreeWork) {
    var link = joints.count - 1
    while link > 0 {
      let joint = joints[link]
      let wrench = work.wrenches[link]
      efforts[joint.velocity] = joint.isPrismatic ? wrench.force.z : wrench.moment.z
      let t = work.transforms[link]
      let force = t.R.apply(wrench.force)
      let moment = t.R.apply(wrench.moment) + t.p.cross(force)
      work.wrenches[joint.parent].force = work.wrenches[joint.parent].force + force
      work.wrenches[joint.parent].moment = work.wrenches[joint.parent].moment + moment
      link -= 1
    }
    write(work.wrenches[0], toBaseOf: efforts)
  }
}
