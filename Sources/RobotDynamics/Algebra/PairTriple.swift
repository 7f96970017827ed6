internal import RobotUnits

/// Two vectors side by side, lane by lane: what one vector instruction turns at once. Angular velocity
/// and acceleration on the way to the leaves, force and moment on the way back.
struct PairTriple: BitwiseCopyable, Sendable {
  var x: Pair
  var y: Pair
  var z: Pair

  @_noAllocation @_noLocks @inline(__always)
  init(x: Pair, y: Pair, z: Pair) {
    self.x = x
    self.y = y
    self.z = z
  }

  @_noAllocation @_noLocks @inline(__always)
  init(_ a: Triple, _ b: Triple) {
    self.init(x: Pair(a.x, b.x), y: Pair(a.y, b.y), z: Pair(a.z, b.z))
  }

  @_noAllocation @_noLocks @inline(__always)
  static func zero() -> PairTriple { PairTriple(.zero(), .zero()) }

  /// The first vector.
  @_noAllocation @_noLocks @inline(__always)
  func first() -> Triple { Triple(x.x, y.x, z.x) }

  /// The second vector.
  @_noAllocation @_noLocks @inline(__always)
  func second() -> Triple { Triple(x.y, y.y, z.y) }

  @_noAllocation @_noLocks @inline(__always)
  mutating func setFirst(_ v: Triple) {
    x.x = v.x
    y.x = v.y
    z.x = v.z
  }

  @_noAllocation @_noLocks @inline(__always)
  mutating func setSecond(_ v: Triple) {
    x.y = v.x
    y.y = v.y
    z.y = v.z
  }

  @_noAllocation @_noLocks @inline(__always)
  static func + (a: PairTriple, b: PairTriple) -> PairTriple {
    PairTriple(x: a.x + b.x, y: a.y + b.y, z: a.z + b.z)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func - (a: PairTriple, b: PairTriple) -> PairTriple {
    PairTriple(x: a.x - b.x, y: a.y - b.y, z: a.z - b.z)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func * (a: PairTriple, s: Pair) -> PairTriple {
    PairTriple(x: a.x * s, y: a.y * s, z: a.z * s)
  }

  /// The cross products.
  @_noAllocation @_noLocks @inline(__always)
  func cross(_ b: PairTriple) -> PairTriple {
    PairTriple(x: y * b.z - z * b.y, y: z * b.x - x * b.z, z: x * b.y - y * b.x)
  }
}

/// Two 3x3 matrices by columns, lane by lane.
struct PairMatrix3: BitwiseCopyable, Sendable {
  var x: PairTriple
  var y: PairTriple
  var z: PairTriple

  @_noAllocation @_noLocks @inline(__always)
  init(x: PairTriple, y: PairTriple, z: PairTriple) {
    self.x = x
    self.y = y
    self.z = z
  }

  @_noAllocation @_noLocks @inline(__always)
  init(_ a: Matrix3, _ b: Matrix3) {
    self.init(x: PairTriple(a.x, b.x), y: PairTriple(a.y, b.y), z: PairTriple(a.z, b.z))
  }

  @_noAllocation @_noLocks @inline(__always)
  func apply(_ v: PairTriple) -> PairTriple {
    PairTriple(
      x: x.x * v.x + y.x * v.y + z.x * v.z, y: x.y * v.x + y.y * v.y + z.y * v.z,
      z: x.z * v.x + y.z * v.y + z.z * v.z)
  }

  @_noAllocation @_noLocks @inline(__always)
  func applyTransposed(_ v: PairTriple) -> PairTriple {
    PairTriple(
      x: x.x * v.x + x.y * v.y + x.z * v.z, y: y.x * v.x + y.y * v.y + y.z * v.z,
      z: z.x * v.x + z.y * v.y + z.z * v.z)
  }
}
