internal import RobotUnits

extension ArticulatedInertia {
  /// The acceleration that `wrench` causes: solves six equations by L D L^T in `a`, 36 elements.
  @_noAllocation @_noLocks
  func motion(of wrench: Wrench, _ a: borrowing FixedArray<Double>) -> Screw {
    fill(a)
    // Below the diagonal L, on it D; above it what `fill` wrote is no longer read.
    for column in 0..<6 {
      for row in column..<6 {
        var sum = a[row * 6 + column]
        for k in 0..<column { sum -= a[row * 6 + k] * a[column * 6 + k] * a[k * 6 + k] }
        a[row * 6 + column] = row == column ? sum : sum / a[column * 6 + column]
      }
    }
    var x: InlineArray<6, Double> = [
      wrench.force.x, wrench.force.y, wrench.force.z, wrench.moment.x, wrench.moment.y,
      wrench.moment.z,
    ]
    for row in 0..<6 { for k in 0..<row { x[row] -= a[row * 6 + k] * x[k] } }
    for row in 0..<6 { x[row] /= a[row * 6 + row] }
    for back in 0..<6 {
      let row = 5 - back
      for k in (row + 1)..<6 { x[row] -= a[k * 6 + row] * x[k] }
    }
    return Screw(linear: Triple(x[0], x[1], x[2]), angular: Triple(x[3], x[4], x[5]))
  }

  /// The lower triangle by rows.
  @_noAllocation @_noLocks
  private func fill(_ a: borrowing FixedArray<Double>) {
    a[0] = M.xx
    a[6] = M.xy
    a[7] = M.yy
    a[12] = M.xz
    a[13] = M.yz
    a[14] = M.zz
    fill(a, 18, B.x)
    fill(a, 24, B.y)
    fill(a, 30, B.z)
    a[21] = J.xx
    a[27] = J.xy
    a[28] = J.yy
    a[33] = J.xz
    a[34] = J.yz
    a[35] = J.zz
  }

  @_noAllocation @_noLocks
  private func fill(_ a: borrowing FixedArray<Double>, _ index: Int, _ v: Triple) {
    a[index] = v.x
    a[index + 1] = v.y
    a[index + 2] = v.z
  }
}
