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
      work.wrenches[link] = work.wrenches[link] - wrench
    }
    solve(efforts, into: accelerations, work)
  }

  /// From the root to the leaves: poses, velocities, each link's own inertia and what its velocity asks.
  @_noAllocation @_noLocks @inline(__always)
  func prepare(
    _ positions: borrowing FixedArray<Double>, _ velocities: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    place(positions: positions, work)
    if !isFixed {
      prepareRoot(
        Screw(linear: triple(velocities, 0), angular: triple(velocities, 3)), masses[0], work)
    }
    prepareLinks(velocities, work)
  }

  /// A root that moves as `motion`, with its own mass.
  @_noAllocation @_noLocks @inline(__always)
  func prepareRoot(_ motion: Screw, _ mass: MassProperties, _ work: borrowing TreeWork) {
    work.velocities[0] = motion
    work.wrenches[0] = motion.cross(mass.force(of: motion))
    work.inertias[0] = ArticulatedInertia(mass)
  }

  /// All links but the root, which are placed.
  @_noAllocation @_noLocks @inline(__always)
  func prepareLinks(_ velocities: borrowing FixedArray<Double>, _ work: borrowing TreeWork) {
    var link = 1
    while link < joints.count {
      let joint = joints[link]
      let pose = work.poses[link]
      let axis = Screw(pose, joint)
      let own = axis * velocities[joint.velocity]
      let motion = work.velocities[joint.parent] + own
      let mass = masses[link].moved(by: pose)
      work.axes[link] = axis
      work.velocities[link] = motion
      work.drifts[link] = motion.cross(own)
      work.inertias[link] = ArticulatedInertia(mass)
      work.wrenches[link] = motion.cross(mass.force(of: motion))
      link += 1
    }
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
      yield(link, joint, effort: efforts[index], armature: armatures[index], work)
      link -= 1
    }
    accelerateRoot(efforts, into: accelerations, work)
    link = 1
    while link < joints.count {
      let joint = joints[link]
      accelerations[joint.velocity] = accelerate(link, joint, work)
      link += 1
    }
  }

  /// The acceleration of the joint of `link`, once that of its parent is known.
  @_noAllocation @_noLocks @inline(__always)
  func accelerate(_ link: Int, _ joint: Joint, _ work: borrowing TreeWork) -> Double {
    let carried = work.accelerations[joint.parent] + work.drifts[link]
    let gain = work.gains[link]
    let acceleration = gain.effort - carried.power(of: gain.wrench)
    work.accelerations[link] = carried + work.axes[link] * acceleration
    return acceleration
  }

  /// What the parent of `link` feels of it through a joint that gives way.
  @_noAllocation @_noLocks @inline(__always)
  func yield(
    _ link: Int, _ joint: Joint, effort: Double, armature: Double, _ work: borrowing TreeWork
  ) {
    let axis = work.axes[link]
    let inertia = work.inertias[link]
    let bias = work.wrenches[link]
    let u = inertia.force(of: axis)
    let felt = axis.power(of: u)
    let inverse = 1 / (felt + armature)
    let free = (effort - axis.power(of: bias)) * inverse
    work.gains[link] = JointGain(wrench: u * inverse, effort: free, inertia: felt)
    if joint.parent == 0, isFixed { return }
    let rest = inertia.yielding(u, inverse)
    work.inertias[joint.parent] = work.inertias[joint.parent] + rest
    work.wrenches[joint.parent] =
      work.wrenches[joint.parent] + (bias + rest.force(of: work.drifts[link]) + u * free)
  }

  /// The root's acceleration less gravity, which then needs no attention anywhere else.
  @_noAllocation @_noLocks
  private func accelerateRoot(
    _ efforts: borrowing FixedArray<Double>, into accelerations: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    if isFixed { return accelerateFixedRoot(work) }
    let gravity = work.root[0].R.applyTransposed(gravity_W)
    let effort = Wrench(force: triple(efforts, 0), moment: triple(efforts, 3))
    let felt = work.inertias[0].motion(of: effort - work.wrenches[0], work.block)
    work.accelerations[0] = felt
    write(Wrench(force: felt.linear + gravity, moment: felt.angular), toBaseOf: accelerations)
  }

  @_noAllocation @_noLocks @inline(__always)
  func accelerateFixedRoot(_ work: borrowing TreeWork) {
    let gravity = work.root[0].R.applyTransposed(gravity_W)
    work.accelerations[0] = Screw(linear: gravity * -1, angular: .zero())
  }
}

/// How a joint's acceleration follows from its parent's: `effort` - `wrench` . acceleration.
struct JointGain: BitwiseCopyable, Sendable {
  var wrench: Wrench
  var effort: Double
  /// What the joint opposes to an effort while all others give way, without armature.
  var inertia: Double

  @_noAllocation @_noLocks @inline(__always)
  init(wrench: Wrench, effort: Double, inertia: Double) {
    self.wrench = wrench
    self.effort = effort
    self.inertia = inertia
  }
}
