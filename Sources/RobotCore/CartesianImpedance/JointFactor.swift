internal import RobotUnits

/// A joint-space inertia M as L L^T (Cholesky). A pivot that is not clearly above 0 is raised: every
/// finite matrix has a factor. NaN in, NaN out.
struct JointFactor: ~Copyable, Sendable {
  let count: Int
  /// L below the diagonal, by rows.
  private let rows: FixedArray<Double>
  /// One over the diagonal of L.
  private let inverses: FixedArray<Double>

  /// Real-time: no.
  init(count: Int) {
    self.count = count
    rows = FixedArray(repeating: 0, count: count * count)
    inverses = FixedArray(repeating: 1, count: count)
  }

  /// Takes over the lower triangle of `matrix`, by rows. Returns 0, or NaN when a number of it is not
  /// finite.
  @_noAllocation @_noLocks
  func factor(_ matrix: borrowing FixedArray<Double>) -> Double {
    precondition(matrix.count == count * count)
    var probe = 0.0
    var row = 0
    while row < count {
      let (given, own) = (matrix.base + row * count, rows.base + row * count)
      var column = 0
      while column < row {
        let other = rows.base + column * count
        probe += given[column] * 0
        var sum = given[column]
        var k = 0
        while k < column {
          sum -= own[k] * other[k]
          k += 1
        }
        own[column] = sum * inverses.base[column]
        column += 1
      }
      let diagonal = given[row]
      probe += diagonal * 0
      var sum = diagonal
      var k = 0
      while k < row {
        sum -= own[k] * own[k]
        k += 1
      }
      let least = 1e-9 * abs(diagonal) + 1e-12
      inverses.base[row] = 1 / RealtimeMath.squareRoot(sum < least ? least : sum)
      row += 1
    }
    return probe
  }

  /// L^-1 times `vector`, in place.
  @_noAllocation @_noLocks
  func forward(_ vector: borrowing FixedArray<Double>) {
    precondition(vector.count == count)
    var row = 0
    while row < count {
      let own = rows.base + row * count
      var sum = vector.base[row]
      var k = 0
      while k < row {
        sum -= own[k] * vector.base[k]
        k += 1
      }
      vector.base[row] = sum * inverses.base[row]
      row += 1
    }
  }

  /// L^-1 times six columns at once, an element per row, in place.
  @_noAllocation @_noLocks
  func forward(_ columns: borrowing FixedArray<TaskVector>) {
    precondition(columns.count == count)
    var row = 0
    while row < count {
      let own = rows.base + row * count
      var sum = columns.base[row]
      var k = 0
      while k < row {
        sum = sum - columns.base[k] * own[k]
        k += 1
      }
      columns.base[row] = sum * inverses.base[row]
      row += 1
    }
  }

  /// L^-T times `vector`, in place.
  @_noAllocation @_noLocks
  func backward(_ vector: borrowing FixedArray<Double>) {
    precondition(vector.count == count)
    var row = count - 1
    while row >= 0 {
      var sum = vector.base[row]
      var k = row + 1
      while k < count {
        sum -= rows.base[k * count + row] * vector.base[k]
        k += 1
      }
      vector.base[row] = sum * inverses.base[row]
      row -= 1
    }
  }
}
