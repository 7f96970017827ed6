public import RobotUnits

extension KinematicTree {
  /// The joint-space inertia matrix, armature included (composite rigid bodies), into `matrix`:
  /// `velocityCount` squared elements, both triangles. Places the links as `place` does.
  @_noAllocation @_noLocks
  public func jointInertia(
    positions: borrowing FixedArray<Double>, into matrix: borrowing FixedArray<Double>,
    _ work: borrowing TreeWork
  ) {
    place(positions: positions, work)
    for index in 0..<matrix.count { matrix[index] = 0 }
    work.composites[0] = masses[0]
    var link = 1
    while link < joints.count {
      let pose = work.poses[link]
      work.composites[link] = masses[link].moved(by: pose)
      work.axes[link] = Screw(pose, joints[link])
      link += 1
    }
    link = joints.count - 1
    while link > 0 {
      let joint = joints[link]
      work.composites[joint.parent] = work.composites[joint.parent] + work.composites[link]
      project(link, joint, matrix, work)
      link -= 1
    }
    if !isFixed { writeBase(work.composites[0], matrix) }
  }

  /// The row and column of the joint of `link`: the force that its unit acceleration takes, seen by
  /// itself and by all joints that carry it.
  @_noAllocation @_noLocks @inline(__always)
  private func project(
    _ link: Int, _ joint: Joint, _ matrix: borrowing FixedArray<Double>, _ work: borrowing TreeWork
  ) {
    let composite = work.composites[link]
    let axis = work.axes[link]
    let wrench = composite.force(of: axis)
    let row = joint.velocity
    matrix[row * velocityCount + row] = axis.power(of: wrench) + armatures[row]
    var ancestor = joint.parent
    while ancestor > 0 {
      let column = joints[ancestor].velocity
      let entry = work.axes[ancestor].power(of: wrench)
      matrix[row * velocityCount + column] = entry
      matrix[column * velocityCount + row] = entry
      ancestor = joints[ancestor].parent
    }
    if isFixed { return }
    write(wrench.force, row, 0, matrix)
    write(wrench.moment, row, 3, matrix)
  }

  /// Three entries from (`row`, `column`) on, and their mirror image.
  @_noAllocation @_noLocks @inline(__always)
  private func write(
    _ v: Triple, _ row: Int, _ column: Int, _ matrix: borrowing FixedArray<Double>
  ) {
    matrix[row * velocityCount + column] = v.x
    matrix[row * velocityCount + column + 1] = v.y
    matrix[row * velocityCount + column + 2] = v.z
    matrix[column * velocityCount + row] = v.x
    matrix[(column + 1) * velocityCount + row] = v.y
    matrix[(column + 2) * velocityCount + row] = v.z
  }

  /// The block of a floating base.
  @_noAllocation @_noLocks
  private func writeBase(_ all: MassProperties, _ matrix: borrowing FixedArray<Double>) {
    let (m, h, inertia) = (all.mass, all.moment, all.inertia())
    write(Triple(m, 0, 0), 0, 0, matrix)
    write(Triple(0, m, 0), 1, 0, matrix)
    write(Triple(0, 0, m), 2, 0, matrix)
    write(Triple(0, -h.z, h.y), 3, 0, matrix)
    write(Triple(h.z, 0, -h.x), 4, 0, matrix)
    write(Triple(-h.y, h.x, 0), 5, 0, matrix)
    write(Triple(inertia.xx, inertia.xy, inertia.xz), 3, 3, matrix)
    write(Triple(inertia.xy, inertia.yy, inertia.yz), 4, 3, matrix)
    write(Triple(inertia.xz, inertia.yz, inertia.zz), 5, 3, matrix)
  }
}
