internal import RobotUnits

/// The passes of articulated bodies, which forward dynamics and the step of time share.
extension KinematicTree {
  /// A root that moves as `motion`, with its own mass; `upwards` is the opposite of gravity, which then
  /// needs no attention anywhere else.
  @_noAllocation @_noLocks @inline(__always)
  func prepareRoot(
    _ motion: Screw, _ mass: MassProperties, upwards: Triple, _ work: borrowing TreeWork
  ) {
    work.links[0].velocity = motion
    work.links[0].bias = Screw(linear: upwards, angular: .zero())
    if isFixed { return }
    work.links[0].inertia = ArticulatedInertia(mass)
    let bias = LinkMotion(w: motion.angular, alpha: .zero(), a: work.links[0].pull())
    let force = mass.force(bias.a, bias.A)
    work.links[0].wrench = SpatialVector(
      Wrench(force: force.first(), moment: force.second()))
  }

  /// Places all links but the root, with their velocities, inertias and what their velocities ask.
  @_noAllocation @_noLocks @inline(__always)
  func prepareLinks(
    _ positions: borrowing FixedArray<Double>, _ velocities: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    turn(positions, work)
    var pair = 0
    while pair < massPairs.count {
      let link = 2 * pair + 1
      place(link, velocities, work)
      work.pairs[pair].setFirst(work.poses[link], work.links[link].velocity, work.links[link].bias)
      if link + 1 < joints.count {
        place(link + 1, velocities, work)
        work.pairs[pair].setSecond(
          work.poses[link + 1], work.links[link + 1].velocity, work.links[link + 1].bias)
      }
      pair += 1
    }
    // Loops of their own, or the compiler takes the pairs apart again.
    pair = 0
    while pair < massPairs.count {
      work.pairs[pair].weigh(massPairs[pair])
      pair += 1
    }
    pair = 0
    while pair < massPairs.count {
      let link = 2 * pair + 1
      work.links[link].inertia = work.pairs[pair].inertia.first()
      work.links[link].wrench = SpatialVector(work.pairs[pair].wrench.first())
      work.links[link + 1].inertia = work.pairs[pair].inertia.second()
      work.links[link + 1].wrench = SpatialVector(work.pairs[pair].wrench.second())
      pair += 1
    }
  }

  @_noAllocation @_noLocks @inline(__always)
  private func place(
    _ link: Int, _ velocities: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    let joint = joints[link]
    let pose = work.poses[joint.parent].times(joint.transform(work.stances[link]))
    work.poses[link] = pose
    work.links[link].move(
      Screw(pose, joint), at: velocities[joint.velocity],
      with: work.links[joint.parent].velocity, work.links[joint.parent].bias)
  }

  /// The stances of all joints, two at a time.
  @_noAllocation @_noLocks @inline(__always)
  private func turn(_ positions: borrowing FixedArray<Double>, _ work: borrowing TreeWork) {
    var link = 1
    while link < joints.count {
      let other = link + 1 < joints.count ? link + 1 : link
      let (a, b) = (joints[link], joints[other])
      let q = Pair(positions[a.position], positions[b.position])
      let (sines, cosines) = RealtimeMath.sineCosine(q * Pair(a.turns, b.turns))
      let ways = q * Pair(a.slides, b.slides)
      work.stances[link] = Stance(sine: sines.x, cosine: cosines.x, way: ways.x)
      work.stances[other] = Stance(sine: sines.y, cosine: cosines.y, way: ways.y)
      link += 2
    }
  }

  /// What the parent of `link` feels of it through a joint that gives way.
  @_noAllocation @_noLocks @inline(__always)
  func yield(
    _ link: Int, parent: Int, effort: Double, armature: Double, _ work: borrowing TreeWork
  ) {
    work.links[link].yield(effort: effort, armature: armature)
    if parent == 0, isFixed { return }
    work.links[parent].bear(&work.links[link])
  }

  /// The root's acceleration under `effort`.
  @_noAllocation @_noLocks @inline(__always)
  func accelerateRoot(_ effort: SpatialVector, _ work: borrowing TreeWork) {
    work.links[0].acceleration =
      isFixed
      ? .zero() : work.links[0].inertia.motion(of: effort - work.links[0].wrench, work.block)
  }

  /// The acceleration of the joint of `link`, once that of its parent is known.
  @_noAllocation @_noLocks @inline(__always)
  func accelerate(_ link: Int, parent: Int, _ work: borrowing TreeWork) -> Double {
    work.links[link].accelerate(carried: work.links[parent].acceleration)
  }
}
