internal import RobotUnits

/// A reflection 1 - `scale` v v^T. Not nested: the debug compiler crashes on that in what is not copyable.
struct TaskReflection: BitwiseCopyable, Sendable {
  var v: TaskVector
  /// What applying it to a matrix takes beside v.
  var w: TaskVector
  var scale: Double
}

/// How easily forces move the held tip: A = S M^-1 S^T, symmetric 6x6. Its eigenvalues are the squares of
/// the frequencies [rad/s] at which the tip would swing.
///
/// Kept as Q T Q^T with T tridiagonal (Householder; G. Golub, C. Van Loan, "Matrix Computations", section
/// 8.3): with T, every shifted system costs six divisions, and the law solves eight of them a cycle. NaN in,
/// NaN out.
struct TaskMobility: ~Copyable, Sendable {
  /// A by columns; of use only until it is reduced.
  private let columns: FixedArray<TaskVector>
  /// Q.
  private let reflections: FixedArray<TaskReflection>
  /// The diagonal of T, and what stands beside it.
  let diagonal: FixedArray<Double>
  let beside: FixedArray<Double>

  /// Real-time: no.
  init() {
    columns = FixedArray(repeating: .zero(), count: 6)
    reflections = FixedArray(
      repeating: TaskReflection(v: .zero(), w: .zero(), scale: 0), count: 4)
    diagonal = FixedArray(repeating: 1, count: 6)
    beside = FixedArray(repeating: 0, count: 6)
  }

  /// Takes over the sum of v v^T over `vectors`, and `extra` on its diagonal times (trace + `least`).
  /// Returns the trace without `extra`.
  @_noAllocation @_noLocks
  func set(_ vectors: borrowing FixedArray<TaskVector>, extra: TaskVector, least: Double) -> Double
  {
    var trace = 0.0
    var column = 0
    while column < 6 {
      var sum = TaskVector.zero()
      var index = 0
      while index < vectors.count {
        sum = sum + vectors.base[index] * TaskVector.lane(column, of: vectors.base + index)
        index += 1
      }
      columns.base[column] = sum
      trace += TaskVector.lane(column, of: columns.base + column)
      column += 1
    }
    column = 0
    while column < 6 {
      let addend = extra.lane(column) * (trace + least)
      columns.base[column] = columns.base[column] + .unit(column, addend)
      column += 1
    }
    reflect(0)
    reflect(1)
    reflect(2)
    reflect(3)
    keep(4)
    keep(5)
    beside.base[4] = entry(5, 4)
    return trace
  }

  @_noAllocation @_noLocks @inline(__always)
  private func entry(_ row: Int, _ column: Int) -> Double {
    TaskVector.lane(row, of: columns.base + column)
  }

  @_noAllocation @_noLocks @inline(__always)
  private func keep(_ k: Int) { diagonal.base[k] = entry(k, k) }

  /// Turns the axes after k so that only the next is coupled with k.
  @_noAllocation @_noLocks @inline(__always)
  private func reflect(_ k: Int) {
    keep(k)
    var v = columns.base[k].after(k)
    let head = entry(k + 1, k)
    let square = v.dot(v)
    let length = RealtimeMath.squareRoot(square)
    let turned = head > 0 ? -length : length
    beside.base[k] = turned
    v = v - .unit(k + 1, turned)
    // So that nothing to turn, v = 0, has a scale.
    let scale = 1 / (square + abs(head) * length + 1e-200)
    let reflection = reflections.base + k
    reflection.pointee.v = v
    reflection.pointee.scale = scale
    let lanes = UnsafeRawPointer(reflection)
    var w = TaskVector.zero()
    var column = k + 1
    while column < 6 {
      w = w + columns.base[column] * lanes.load(fromByteOffset: 8 * column, as: Double.self)
      column += 1
    }
    w = w * scale
    w = w - v * (0.5 * scale * w.dot(v))
    reflection.pointee.w = w
    let others = lanes + MemoryLayout<TaskVector>.stride
    column = k + 1
    while column < 6 {
      columns.base[column] =
        columns.base[column]
        - v * others.load(fromByteOffset: 8 * column, as: Double.self)
        - w * lanes.load(fromByteOffset: 8 * column, as: Double.self)
      column += 1
    }
  }

  /// Q^T times `vector`.
  @_noAllocation @_noLocks @inline(__always)
  func reduced(_ vector: TaskVector) -> TaskVector {
    reflected(3, reflected(2, reflected(1, reflected(0, vector))))
  }

  /// Q times `vector`.
  @_noAllocation @_noLocks @inline(__always)
  func restored(_ vector: TaskVector) -> TaskVector {
    reflected(0, reflected(1, reflected(2, reflected(3, vector))))
  }

  @_noAllocation @_noLocks @inline(__always)
  private func reflected(_ k: Int, _ vector: TaskVector) -> TaskVector {
    let v = reflections.base[k].v
    return vector - v * (reflections.base[k].scale * v.dot(vector))
  }
}
