internal import RobotUnits

/// A screw or a wrench by pairs of numbers, linear before angular: (x, y), (z, x), (y, z).
struct SpatialVector: BitwiseCopyable, Sendable {
  var a: Pair
  var b: Pair
  var c: Pair

  @_noAllocation @_noLocks @inline(__always)
  init(a: Pair, b: Pair, c: Pair) {
    self.a = a
    self.b = b
    self.c = c
  }

  @_noAllocation @_noLocks @inline(__always)
  init(_ screw: Screw) {
    let (l, w) = (screw.linear, screw.angular)
    self.init(a: Pair(l.x, l.y), b: Pair(l.z, w.x), c: Pair(w.y, w.z))
  }

  @_noAllocation @_noLocks @inline(__always)
  init(_ wrench: Wrench) {
    let (f, n) = (wrench.force, wrench.moment)
    self.init(a: Pair(f.x, f.y), b: Pair(f.z, n.x), c: Pair(n.y, n.z))
  }

  @_noAllocation @_noLocks @inline(__always)
  static func zero() -> SpatialVector { SpatialVector(a: .zero, b: .zero, c: .zero) }

  @_noAllocation @_noLocks @inline(__always)
  func screw() -> Screw {
    Screw(linear: Triple(a.x, a.y, b.x), angular: Triple(b.y, c.x, c.y))
  }

  @_noAllocation @_noLocks @inline(__always)
  static func + (v: SpatialVector, w: SpatialVector) -> SpatialVector {
    SpatialVector(a: v.a + w.a, b: v.b + w.b, c: v.c + w.c)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func - (v: SpatialVector, w: SpatialVector) -> SpatialVector {
    SpatialVector(a: v.a - w.a, b: v.b - w.b, c: v.c - w.c)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func * (v: SpatialVector, s: Double) -> SpatialVector {
    let s = Pair(repeating: s)
    return SpatialVector(a: v.a * s, b: v.b * s, c: v.c * s)
  }

  /// The power of a wrench on a screw.
  @_noAllocation @_noLocks @inline(__always)
  func dot(_ other: SpatialVector) -> Double {
    let sum = a * other.a + b * other.b + c * other.c
    return sum.x + sum.y
  }
}
