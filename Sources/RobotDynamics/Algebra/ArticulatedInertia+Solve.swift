internal import RobotUnits

extension ArticulatedInertia {
  /// The acceleration that `wrench` causes: solves six equations by L D L^T in `a`, 36 elements.
  @_noAllocation @_noLocks
  func motion(of wrench: SpatialVector, _ a: borrowing FixedArray<Double>) -> SpatialVector {
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
      wrench.a.x, wrench.a.y, wrench.b.x, wrench.b.y, wrench.c.x, wrench.c.y,
    ]
    for row in 0..<6 { for k in 0..<row { x[row] -= a[row * 6 + k] * x[k] } }
    for row in 0..<6 { x[row] /= a[row * 6 + row] }
    for back in 0..<6 {
      let row = 5 - back
      for k in (row + 1)..<6 { x[row] -= a[k * 6 + row] * x[k] }
    }
    return SpatialVector(a: Pair(x[0], x[1]), b: Pair(x[2], x[3]), c: Pair(x[4], x[5]))
  }

  /// The lower triangle by rows.
  @_noAllocation @_noLocks
  private func fill(_ a: borrowing FixedArray<Double>) {
    fill(a, 0, 0, aa)
    fill(a, 2, 0, ba)
    fill(a, 2, 2, bb)
    fill(a, 4, 0, ca)
    fill(a, 4, 2, cb)
    fill(a, 4, 4, cc)
  }

  @_noAllocation @_noLocks
  private func fill(
    _ a: borrowing FixedArray<Double>, _ row: Int, _ column: Int, _ block: Block
  ) {
    a[row * 6 + column] = block.x.x
    a[row * 6 + column + 1] = block.y.x
    a[row * 6 + column + 6] = block.x.y
    a[row * 6 + column + 7] = block.y.y
  }
}
