internal import RobotUnits

/// (T + shift)^-1 of a `TaskMobility`'s T, as L D L^T. A pivot below a bound counts as that bound: there is
/// an inverse for every T. NaN in, NaN out.
struct TaskInverse: ~Copyable, Sendable {
  /// One over the pivots, and L beside its diagonal.
  private let inverses: FixedArray<Double>
  private let ratios: FixedArray<Double>

  /// Real-time: no.
  init() {
    inverses = FixedArray(repeating: 1, count: 6)
    ratios = FixedArray(repeating: 0, count: 6)
  }

  /// Takes over `mobility` with `shift` on its diagonal. Returns the trace of the inverse: the sum of the
  /// pivots' logarithmic derivatives by the shift.
  @_noAllocation @_noLocks
  func set(_ mobility: borrowing TaskMobility, shift: Double, leastPivot: Double) -> Double {
    var pivot = mobility.diagonal.base[0] + shift
    var growth = 1.0
    var trace = 0.0
    var index = 0
    while index < 5 {
      // So that NaN stays NaN.
      let inverse = 1 / (pivot < leastPivot ? leastPivot : pivot)
      let ratio = mobility.beside.base[index] * inverse
      inverses.base[index] = inverse
      ratios.base[index] = ratio
      trace += growth * inverse
      growth = 1 + ratio * ratio * growth
      pivot = mobility.diagonal.base[index + 1] + shift - mobility.beside.base[index] * ratio
      index += 1
    }
    let last = 1 / (pivot < leastPivot ? leastPivot : pivot)
    inverses.base[5] = last
    return trace + growth * last
  }

  /// The inverse times `vector`, both along T's axes.
  @_noAllocation @_noLocks @inline(__always)
  func times(_ vector: TaskVector) -> TaskVector {
    let (r, i) = (ratios.base, inverses.base)
    let y1 = vector.a.y - r[0] * vector.a.x
    let y2 = vector.b.x - r[1] * y1
    let y3 = vector.b.y - r[2] * y2
    let y4 = vector.c.x - r[3] * y3
    let x5 = (vector.c.y - r[4] * y4) * i[5]
    let x4 = y4 * i[4] - r[4] * x5
    let x3 = y3 * i[3] - r[3] * x4
    let x2 = y2 * i[2] - r[2] * x3
    let x1 = y1 * i[1] - r[1] * x2
    return TaskVector(
      a: Pair(vector.a.x * i[0] - r[0] * x1, x1), b: Pair(x2, x3), c: Pair(x4, x5))
  }
}
