internal import RobotUnits

/// A 3-vector. Unit: that of its context.
public typealias Vector3 = SIMD3<Double>

/// A rotation matrix, by columns: `R_AB * v_B = v_A`. Real-time: yes.
public struct Rotation: BitwiseCopyable, Hashable, Sendable {
  /// First column.
  public var x: Vector3
  /// Second column.
  public var y: Vector3
  /// Third column.
  public var z: Vector3

  /// The rotation with these columns.
  @_noAllocation @_noLocks
  public init(x: Vector3, y: Vector3, z: Vector3) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// No rotation.
  @_noAllocation @_noLocks
  public static func identity() -> Rotation {
    Rotation(x: Vector3(1, 0, 0), y: Vector3(0, 1, 0), z: Vector3(0, 0, 1))
  }

  /// Fixed-axis roll, pitch, yaw about x, y, z [rad], as URDF writes them.
  @_noAllocation @_noLocks
  public static func rollPitchYaw(_ angles: Vector3) -> Rotation {
    let (sr, cr) = RealtimeMath.sineCosine(angles.x)
    let (sp, cp) = RealtimeMath.sineCosine(angles.y)
    let (sy, cy) = RealtimeMath.sineCosine(angles.z)
    return Rotation(
      x: Vector3(cy * cp, sy * cp, -sp),
      y: Vector3(cy * sp * sr - sy * cr, sy * sp * sr + cy * cr, cp * sr),
      z: Vector3(cy * sp * cr + sy * sr, sy * sp * cr - cy * sr, cp * cr))
  }

  /// A rotation by `angle` rad about the unit vector `axis` (Rodrigues).
  @_noAllocation @_noLocks
  public static func about(_ axis: Vector3, angle: Double) -> Rotation {
    let (s, c) = RealtimeMath.sineCosine(angle)
    let t = 1 - c
    let a = axis
    return Rotation(
      x: Vector3(t * a.x * a.x + c, t * a.x * a.y + s * a.z, t * a.x * a.z - s * a.y),
      y: Vector3(t * a.x * a.y - s * a.z, t * a.y * a.y + c, t * a.y * a.z + s * a.x),
      z: Vector3(t * a.x * a.z + s * a.y, t * a.y * a.z - s * a.x, t * a.z * a.z + c))
  }

  /// The rotated vector.
  @_noAllocation @_noLocks
  public func apply(_ v: Vector3) -> Vector3 {
    Vector3(
      x.x * v.x + y.x * v.y + z.x * v.z,
      x.y * v.x + y.y * v.y + z.y * v.z,
      x.z * v.x + y.z * v.y + z.z * v.z)
  }

  /// This rotation after `other`.
  @_noAllocation @_noLocks
  public func composed(with other: Rotation) -> Rotation {
    Rotation(x: apply(other.x), y: apply(other.y), z: apply(other.z))
  }

  /// A symmetric tensor, (xx, yy, zz) and (xy, xz, yz), in the rotated frame: `R I R^T`.
  @_noAllocation @_noLocks
  public func rotate(
    diagonal d: Vector3, products p: Vector3
  ) -> (diagonal: Vector3, products: Vector3) {
    let half = Rotation(
      x: apply(Vector3(d.x, p.x, p.y)), y: apply(Vector3(p.x, d.y, p.z)),
      z: apply(Vector3(p.y, p.z, d.z)))
    let column0 = half.apply(Vector3(x.x, y.x, z.x))
    let column1 = half.apply(Vector3(x.y, y.y, z.y))
    let column2 = half.apply(Vector3(x.z, y.z, z.z))
    return (
      Vector3(column0.x, column1.y, column2.z), Vector3(column1.x, column2.x, column2.y)
    )
  }
}

/// The cross product `a x b`.
@_noAllocation @_noLocks
func cross(_ a: Vector3, _ b: Vector3) -> Vector3 {
  Vector3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

/// The dot product.
@_noAllocation @_noLocks
func dot(_ a: Vector3, _ b: Vector3) -> Double { a.x * b.x + a.y * b.y + a.z * b.z }
