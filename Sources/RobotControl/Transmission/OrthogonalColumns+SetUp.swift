/// A matrix as orthonormal columns Q times a triangle R: Gram and Schmidt, each column cleared twice, which
/// makes Q orthogonal to rounding (L. Giraud, J. Langou and M. Rozloznik, "The loss of orthogonality in
/// the Gram-Schmidt orthogonalization process", 2005).
struct OrthogonalColumns {
  /// Column by column.
  private var q: [[Double]] = []
  private var r: [[Double]]
  /// The first column that is a sum of those before it, or 0; then there is no inverse.
  private(set) var firstDependent: Int?

  /// What is left of a column beside those before it, relative to the column, when it depends on them.
  private static let least = 1e-9

  /// The matrix of `rows`, each with `columns` elements.
  init(_ rows: [[Double]], columns: Int) {
    r = [[Double]](repeating: [Double](repeating: 0, count: columns), count: columns)
    for column in 0..<columns {
      let given = rows.map { $0[column] }
      let length = OrthogonalColumns.dot(given, given).squareRoot()
      var rest = given
      for _ in 0..<2 {
        for before in 0..<column {
          let share = OrthogonalColumns.dot(q[before], rest)
          r[before][column] += share
          rest = zip(rest, q[before]).map { $0 - share * $1 }
        }
      }
      let norm = OrthogonalColumns.dot(rest, rest).squareRoot()
      guard norm > OrthogonalColumns.least * length else {
        firstDependent = column
        return
      }
      r[column][column] = norm
      q.append(rest.map { $0 / norm })
    }
  }

  /// The pseudo-inverse R^-1 Q^T, transposed: a row per row of the matrix. Only of independent columns.
  func inverseTransposed() -> [[Double]] {
    (q.first ?? []).indices.map { row in
      var solution = q.map { $0[row] }
      for column in solution.indices.reversed() {
        for later in solution.indices where later > column {
          solution[column] -= r[column][later] * solution[later]
        }
        solution[column] /= r[column][column]
      }
      return solution
    }
  }

  private static func dot(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
