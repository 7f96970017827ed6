internal import RobotUnits

extension KinematicTree {
  /// Where the root stands in the world.
  @_noAllocation @_noLocks
  func rootTransform(_ positions: borrowing FixedArray<Double>) -> LinkTransform {
    if isFixed { return .identity() }
    let (x, y, z, w) = (positions[3], positions[4], positions[5], positions[6])
    // Of any length, so that an integrated quaternion needs no normalisation first.
    let s = 2 / (x * x + y * y + z * z + w * w)
    let (sx, sy, sz) = (s * x, s * y, s * z)
    return LinkTransform(
      R: Matrix3(
        x: Triple(1 - (sy * y + sz * z), sx * y + sz * w, sx * z - sy * w),
        y: Triple(sx * y - sz * w, 1 - (sx * x + sz * z), sy * z + sx * w),
        z: Triple(sx * z + sy * w, sy * z - sx * w, 1 - (sx * x + sy * y))),
      p: Triple(positions[0], positions[1], positions[2]))
  }

  /// Gravity along the root's axes.
  @_noAllocation @_noLocks
  func rootGravity(_ positions: borrowing FixedArray<Double>) -> Triple {
    isFixed ? gravity_W : rootTransform(positions).R.applyTransposed(gravity_W)
  }

  /// Writes a floating base's effort.
  @_noAllocation @_noLocks
  func write(_ wrench: Wrench, toBaseOf efforts: borrowing FixedArray<Double>) {
    if isFixed { return }
    efforts[0] = wrench.force.x
    efforts[1] = wrench.force.y
    efforts[2] = wrench.force.z
    efforts[3] = wrench.moment.x
    efforts[4] = wrench.moment.y
    efforts[5] = wrench.moment.z
  }

  /// The three numbers from `index` on.
  @_noAllocation @_noLocks @inline(__always)
  func triple(_ array: borrowing FixedArray<Double>, _ index: Int) -> Triple {
    Triple(array[index], array[index + 1], array[index + 2])
  }
}
