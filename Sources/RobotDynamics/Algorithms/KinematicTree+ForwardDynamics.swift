public import RobotUnits

extension KinematicTree {
  /// The accelerations that `efforts` cause, into `accelerations` (articulated bodies). Places the links
  /// as `place` does. A joint that moves no inertia at all gives NaN or infinity.
  @_noAllocation @_noLocks
  public func forwardDynamics(
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    efforts: borrowing FixedArray<Double>, into accelerations: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    prepare(positions, velocities, work)
    solve(efforts, into: accelerations, work)
  }

  /// The same with `forces` on the bodies.
  @_noAllocation @_noLocks
  public func forwardDynamics(
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    efforts: borrowing FixedArray<Double>, forces: borrowing FixedArray<ExternalForce>,
    into accelerations: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    prepare(positions, velocities, work)
    for index in 0..<forces.count {
      let link = frames[forces[index].body].link
      let wrench = forces[index].wrench(
        at: work.poses[link].times(frames[forces[index].body].place))
      work.links[link].wrench = work.links[link].wrench - SpatialVector(wrench)
    }
    solve(efforts, into: accelerations, work)
  }

  /// From the root to the leaves: poses, velocities, each link's own inertia and what its velocity asks.
  @_noAllocation @_noLocks @inline(__always)
  private func prepare(
    _ positions: borrowing FixedArray<Double>, _ velocities: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    let root = rootTransform(positions)
    work.root[0] = root
    work.poses[0] = .identity()
    let motion =
      isFixed ? .zero() : Screw(linear: triple(velocities, 0), angular: triple(velocities, 3))
    prepareRoot(motion, masses[0], upwards: root.R.applyTransposed(gravity_W) * -1, work)
    prepareLinks(positions, velocities, work)
  }

  /// From the leaves to the root and back.
  @_noAllocation @_noLocks @inline(__always)
  private func solve(
    _ efforts: borrowing FixedArray<Double>, into accelerations: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    var link = joints.count - 1
    while link > 0 {
      let joint = joints[link]
      let index = joint.velocity
      yield(
        link, parent: joint.parent, effort: efforts[index], armature: armatures[index], work)
      link -= 1
    }
    let effort =
      isFixed ? .zero() : Wrench(force: triple(efforts, 0), moment: triple(efforts, 3))
    accelerateRoot(SpatialVector(effort), work)
    let base = work.links[0].acceleration.screw()
    write(Wrench(force: base.linear, moment: base.angular), toBaseOf: accelerations)
    link = 1
    while link < joints.count {
      let joint = joints[link]
      accelerations[joint.velocity] = accelerate(link, parent: joint.parent, work)
      link += 1
    }
  }
}
