public import RobotUnits

extension KinematicTree {
  /// The Coriolis matrix C, into `matrix`: `velocityCount` squared elements, row by row. Places the links
  /// as `place` does.
  ///
  /// C v are the nonlinear effects without gravity. Of the many matrices for which that holds it is the
  /// one made of Christoffel symbols: dM/dt - 2 C is skew-symmetric, so that C passes no power that M
  /// does not account for. Source: Echeandia and Wensing 2021, algorithm 1, as `LinkMomentum` has it.
  @_noAllocation @_noLocks
  public func coriolis(
    positions: borrowing FixedArray<Double>, velocities: borrowing FixedArray<Double>,
    into matrix: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    place(positions: positions, work)
    for index in 0..<matrix.count { matrix[index] = 0 }
    moveLinks(velocities, work)
    var link = joints.count - 1
    while link > 0 {
      let joint = joints[link]
      work.composites[joint.parent] = work.composites[joint.parent] + work.composites[link]
      work.momenta[joint.parent] = work.momenta[joint.parent] + work.momenta[link]
      project(link, joint, matrix, work)
      link -= 1
    }
    if !isFixed { writeBase(matrix, work) }
  }

  /// From the root to the leaves: velocities, axes and how they change, masses and momenta.
  @_noAllocation @_noLocks @inline(__always)
  private func moveLinks(_ velocities: borrowing FixedArray<Double>, _ work: borrowing TreeWork) {
    work.velocities[0] =
      isFixed
      ? .zero() : Screw(linear: triple(velocities, 0), angular: triple(velocities, 3))
    work.composites[0] = masses[0]
    work.momenta[0] = LinkMomentum(masses[0], work.velocities[0])
    var link = 1
    while link < joints.count {
      let joint = joints[link]
      let pose = work.poses[link]
      let axis = Screw(pose, joint)
      let motion = work.velocities[joint.parent] + axis * velocities[joint.velocity]
      let mass = masses[link].moved(by: pose)
      work.axes[link] = axis
      work.drifts[link] = motion.cross(axis)
      work.velocities[link] = motion
      work.composites[link] = mass
      work.momenta[link] = LinkMomentum(mass, motion)
      link += 1
    }
  }

  /// The entries that the joint of `link` shares with itself and with all joints that carry it.
  @_noAllocation @_noLocks @inline(__always)
  private func project(
    _ link: Int, _ joint: Joint, _ matrix: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    let axis = work.axes[link]
    let composite = work.composites[link]
    let momentum = work.momenta[link]
    // What its own velocity asks of the others, and what theirs asks of it.
    let asked = composite.force(of: work.drifts[link]) + momentum.turned(by: axis.angular)
    let force = composite.force(of: axis)
    let reaction = momentum.reaction(to: axis)
    let own = joint.velocity
    matrix[own * velocityCount + own] = axis.power(of: asked)
    var ancestor = joint.parent
    while ancestor > 0 {
      let other = joints[ancestor].velocity
      let carrier = work.axes[ancestor]
      matrix[other * velocityCount + own] = carrier.power(of: asked)
      matrix[own * velocityCount + other] =
        work.drifts[ancestor].power(of: force) + carrier.angular.dot(reaction)
      ancestor = joints[ancestor].parent
    }
    if isFixed { return }
    let base = work.velocities[0]
    write(asked, column: own, matrix)
    let linear = force.force.cross(base.angular)
    let angular =
      force.force.cross(base.linear) + force.moment.cross(base.angular) + reaction
    write(linear, row: own, 0, matrix)
    write(angular, row: own, 3, matrix)
  }

  /// The block of a floating base: the columns of its six axes.
  @_noAllocation @_noLocks
  private func writeBase(_ matrix: borrowing FixedArray<Double>, _ work: borrowing TreeWork) {
    let base = work.velocities[0]
    var column = 0
    while column < 6 {
      let axis = unitScrew(column)
      let asked =
        work.composites[0].force(of: base.cross(axis))
        + work.momenta[0].turned(by: axis.angular)
      write(asked, column: column, matrix)
      column += 1
    }
  }

  @_noAllocation @_noLocks @inline(__always)
  private func unitScrew(_ index: Int) -> Screw {
    let unit = Triple(
      index % 3 == 0 ? 1 : 0, index % 3 == 1 ? 1 : 0, index % 3 == 2 ? 1 : 0)
    return index < 3
      ? Screw(linear: unit, angular: .zero()) : Screw(linear: .zero(), angular: unit)
  }

  /// The six rows of the base in `column`.
  @_noAllocation @_noLocks @inline(__always)
  private func write(
    _ wrench: Wrench, column: Int, _ matrix: borrowing FixedArray<Double>
  ) {
    matrix[column] = wrench.force.x
    matrix[velocityCount + column] = wrench.force.y
    matrix[2 * velocityCount + column] = wrench.force.z
    matrix[3 * velocityCount + column] = wrench.moment.x
    matrix[4 * velocityCount + column] = wrench.moment.y
    matrix[5 * velocityCount + column] = wrench.moment.z
  }

  /// Three entries of `row` from `column` on.
  @_noAllocation @_noLocks @inline(__always)
  private func write(
    _ v: Triple, row: Int, _ column: Int, _ matrix: borrowing FixedArray<Double>
  ) {
    matrix[row * velocityCount + column] = v.x
    matrix[row * velocityCount + column + 1] = v.y
    matrix[row * velocityCount + column + 2] = v.z
  }
}
