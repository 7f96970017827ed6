internal import RobotUnits

/// Three numbers. `Vector3` is padded to four lanes, half of which work for nothing; the recursions go
/// faster over these.
struct Triple: BitwiseCopyable, Sendable {
  var x: Double
  var y: Double
  var z: Double

  @_noAllocation @_noLocks @inline(__always)
  init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  @_noAllocation @_noLocks @inline(__always)
  init(_ v: Vector3) { self.init(v.x, v.y, v.z) }

  @_noAllocation @_noLocks @inline(__always)
  static func zero() -> Triple { Triple(0, 0, 0) }

  @_noAllocation @_noLocks @inline(__always)
  func vector() -> Vector3 { Vector3(x, y, z) }

  @_noAllocation @_noLocks @inline(__always)
  static func + (a: Triple, b: Triple) -> Triple { Triple(a.x + b.x, a.y + b.y, a.z + b.z) }

  @_noAllocation @_noLocks @inline(__always)
  static func - (a: Triple, b: Triple) -> Triple { Triple(a.x - b.x, a.y - b.y, a.z - b.z) }

  @_noAllocation @_noLocks @inline(__always)
  static func * (a: Triple, s: Double) -> Triple { Triple(a.x * s, a.y * s, a.z * s) }

  /// The cross product.
  @_noAllocation @_noLocks @inline(__always)
  func cross(_ b: Triple) -> Triple {
    Triple(y * b.z - z * b.y, z * b.x - x * b.z, x * b.y - y * b.x)
  }

  /// The dot product.
  @_noAllocation @_noLocks @inline(__always)
  func dot(_ b: Triple) -> Double { x * b.x + y * b.y + z * b.z }
}

/// A 3x3 matrix by columns; where it is a rotation, `R_AB * v_B = v_A`.
struct Matrix3: BitwiseCopyable, Sendable {
  var x: Triple
  var y: Triple
  var z: Triple

  @_noAllocation @_noLocks @inline(__always)
  init(x: Triple, y: Triple, z: Triple) {
    self.x = x
    self.y = y
    self.z = z
  }

  @_noAllocation @_noLocks @inline(__always)
  init(_ r: Rotation) { self.init(x: Triple(r.x), y: Triple(r.y), z: Triple(r.z)) }

  @_noAllocation @_noLocks @inline(__always)
  static func identity() -> Matrix3 {
    Matrix3(x: Triple(1, 0, 0), y: Triple(0, 1, 0), z: Triple(0, 0, 1))
  }

  @_noAllocation @_noLocks @inline(__always)
  func rotation() -> Rotation { Rotation(x: x.vector(), y: y.vector(), z: z.vector()) }

  /// This matrix times `v`.
  @_noAllocation @_noLocks @inline(__always)
  func apply(_ v: Triple) -> Triple {
    Triple(
      x.x * v.x + y.x * v.y + z.x * v.z, x.y * v.x + y.y * v.y + z.y * v.z,
      x.z * v.x + y.z * v.y + z.z * v.z)
  }

  /// The transposed of this matrix times `v`.
  @_noAllocation @_noLocks @inline(__always)
  func applyTransposed(_ v: Triple) -> Triple { Triple(x.dot(v), y.dot(v), z.dot(v)) }

  /// This matrix times `other`.
  @_noAllocation @_noLocks @inline(__always)
  func times(_ other: Matrix3) -> Matrix3 {
    Matrix3(x: apply(other.x), y: apply(other.y), z: apply(other.z))
  }

  /// The transposed of this matrix.
  @_noAllocation @_noLocks @inline(__always)
  func transposed() -> Matrix3 {
    Matrix3(x: Triple(x.x, y.x, z.x), y: Triple(x.y, y.y, z.y), z: Triple(x.z, y.z, z.z))
  }
}

/// A rotation that takes z to the direction of `axis`, which is not zero: the shortest where that points
/// up. For the axes of a frame every entry is 0, 1 or -1.
@_noAllocation @_noLocks
func rotationFromZ(to axis: Triple) -> Matrix3 {
  let a = axis * (1 / RealtimeMath.squareRoot(axis.dot(axis)))
  if a.z >= 0 { return shortestRotationFromZ(to: a) }
  // Near -z the shortest is ill-conditioned: half a turn about x first, then from -z to the axis.
  let rest = shortestRotationFromZ(to: a * -1)
  return Matrix3(x: rest.x, y: rest.y * -1, z: rest.z * -1)
}

/// About the normal of z and the unit vector `a`, whose z is at least 0.
@_noAllocation @_noLocks
private func shortestRotationFromZ(to a: Triple) -> Matrix3 {
  let scale = 1 / (1 + a.z)
  let xy = -a.x * a.y * scale
  return Matrix3(
    x: Triple(1 - a.x * a.x * scale, xy, -a.x), y: Triple(xy, 1 - a.y * a.y * scale, -a.y), z: a)
}
