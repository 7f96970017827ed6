internal import RobotDynamics
internal import RobotUnits

/// Six numbers of the task: along x, y, z and about x, y, z. In pairs, as vector instructions take them.
struct TaskVector: BitwiseCopyable, Sendable {
  /// Along x and y.
  var a: Pair
  /// Along z, about x.
  var b: Pair
  /// About y and z.
  var c: Pair

  @_noAllocation @_noLocks @inline(__always)
  init(a: Pair, b: Pair, c: Pair) {
    self.a = a
    self.b = b
    self.c = c
  }

  @_noAllocation @_noLocks @inline(__always)
  init(linear: Vector3, angular: Vector3) {
    a = Pair(linear.x, linear.y)
    b = Pair(linear.z, angular.x)
    c = Pair(angular.y, angular.z)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func zero() -> TaskVector { TaskVector(a: Pair(0, 0), b: Pair(0, 0), c: Pair(0, 0)) }

  /// Six times `value`.
  @_noAllocation @_noLocks @inline(__always)
  static func all(_ value: Double) -> TaskVector {
    let pair = Pair(value, value)
    return TaskVector(a: pair, b: pair, c: pair)
  }

  /// Along the axes.
  @_noAllocation @_noLocks @inline(__always)
  func linear() -> Vector3 { Vector3(a.x, a.y, b.x) }

  /// About the axes.
  @_noAllocation @_noLocks @inline(__always)
  func angular() -> Vector3 { Vector3(b.y, c.x, c.y) }

  @_noAllocation @_noLocks @inline(__always)
  static func + (l: TaskVector, r: TaskVector) -> TaskVector {
    TaskVector(a: l.a + r.a, b: l.b + r.b, c: l.c + r.c)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func - (l: TaskVector, r: TaskVector) -> TaskVector {
    TaskVector(a: l.a - r.a, b: l.b - r.b, c: l.c - r.c)
  }

  /// Number by number.
  @_noAllocation @_noLocks @inline(__always)
  static func * (l: TaskVector, r: TaskVector) -> TaskVector {
    TaskVector(a: l.a * r.a, b: l.b * r.b, c: l.c * r.c)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func * (l: TaskVector, s: Double) -> TaskVector {
    TaskVector(a: l.a * s, b: l.b * s, c: l.c * s)
  }

  /// One over each number.
  @_noAllocation @_noLocks @inline(__always)
  func reciprocal() -> TaskVector {
    let one = Pair(1, 1)
    return TaskVector(a: one / a, b: one / b, c: one / c)
  }

  /// Each number within its bound; NaN stays NaN.
  @_noAllocation @_noLocks @inline(__always)
  func clamped(within bound: TaskVector) -> TaskVector {
    TaskVector(
      a: Self.clamp(a, bound.a), b: Self.clamp(b, bound.b), c: Self.clamp(c, bound.c))
  }

  @_noAllocation @_noLocks @inline(__always)
  private static func clamp(_ value: Pair, _ bound: Pair) -> Pair {
    RealtimeMath.greatest(RealtimeMath.negate(bound), RealtimeMath.least(value, bound))
  }

  /// The square roots of the numbers, each at least `least`; NaN stays NaN.
  @_noAllocation @_noLocks @inline(__always)
  func squareRoots(atLeast least: Double) -> TaskVector {
    let bound = Pair(least, least)
    return TaskVector(
      a: RealtimeMath.squareRoot(RealtimeMath.greatest(bound, a)),
      b: RealtimeMath.squareRoot(RealtimeMath.greatest(bound, b)),
      c: RealtimeMath.squareRoot(RealtimeMath.greatest(bound, c)))
  }

  /// The sum of products.
  @_noAllocation @_noLocks @inline(__always)
  func dot(_ r: TaskVector) -> Double {
    let sum = a * r.a + b * r.b + c * r.c
    return sum.x + sum.y
  }

  /// The number at `index`, 0...5.
  @_noAllocation @_noLocks @inline(__always)
  func lane(_ index: Int) -> Double {
    let pair = index < 2 ? a : index < 4 ? b : c
    return index & 1 == 0 ? pair.x : pair.y
  }

  /// The number at `index` of a vector in memory: nothing to choose there.
  @_noAllocation @_noLocks @inline(__always)
  static func lane(_ index: Int, of vector: UnsafeMutablePointer<TaskVector>) -> Double {
    UnsafeRawPointer(vector).load(fromByteOffset: 8 * index, as: Double.self)
  }

  /// The numbers behind `index`, 0...3, and 0 up to it.
  @_noAllocation @_noLocks @inline(__always)
  func after(_ index: Int) -> TaskVector {
    let zero = Pair(0, 0)
    return TaskVector(
      a: index == 0 ? Pair(0, a.y) : zero, b: index < 2 ? b : index == 2 ? Pair(0, b.y) : zero,
      c: c)
  }

  /// The vector that is `value` at `index` and 0 elsewhere.
  @_noAllocation @_noLocks @inline(__always)
  static func unit(_ index: Int, _ value: Double) -> TaskVector {
    let pair = index & 1 == 0 ? Pair(value, 0) : Pair(0, value)
    let zero = Pair(0, 0)
    return TaskVector(
      a: index < 2 ? pair : zero, b: index >= 2 && index < 4 ? pair : zero,
      c: index >= 4 ? pair : zero)
  }
}
