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
      let wrench = forces[index].wrench(at: frame.place) * -1
      work.forces[frame.link] =
        work.forces[frame.link] + PairTriple(wrench.force, wrench.moment)
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
    work.forces[0] = masses[0].force(work.motions[0].a, work.motions[0].A)
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
        w: m.turning.first(), alpha: triple(accelerations, 3), a: m.a + triple(accelerations, 0))
    }
    work.forces[0] = masses[0].force(work.motions[0].a, work.motions[0].A)
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
    let stance = joint.stance(q)
    let parent = work.motions[joint.parent]
    // Into the joint's frame before its turn, then by the turn: less work than with their product.
    let turning = stance.turnBack(rotations[link].applyTransposed(parent.turning))
    let pulled = parent.a + parent.A.apply(joint.origin(stance))
    let a = stance.turnBack(joint.rest.R.applyTransposed(pulled))
    let w = turning.first()
    let alpha = turning.second()
    let (rate, change) = (qd * joint.turns, qdd * joint.turns)
    let slip = 2 * (qd * joint.slides)
    let motion = LinkMotion(
      w: Triple(w.x, w.y, w.z + rate),
      alpha: Triple(alpha.x + w.y * rate, alpha.y - w.x * rate, alpha.z + change),
      a: Triple(a.x + w.y * slip, a.y - w.x * slip, a.z + qdd * joint.slides))
    work.stances[link] = stance
    work.motions[link] = motion
    work.forces[link] = masses[link].force(motion.a, motion.A)
  }

  /// From the leaves to the root: what each joint has to give.
  @_noAllocation @_noLocks @inline(__always)
  private func gather(into efforts: borrowing FixedArray<Double>, _ work: borrowing TreeWork) {
    var link = joints.count - 1
    while link > 0 {
      let joint = joints[link]
      let force = work.forces[link]
      let stance = work.stances[link]
      efforts[joint.velocity] = joint.slides * force.z.x + joint.turns * force.z.y
      let turned = rotations[link].apply(stance.turn(force))
      let moment = joint.origin(stance).cross(turned.first())
      work.forces[joint.parent] =
        work.forces[joint.parent] + turned + PairTriple(.zero(), moment)
      link -= 1
    }
    let base = work.forces[0]
    write(Wrench(force: base.first(), moment: base.second()), toBaseOf: efforts)
  }
}
