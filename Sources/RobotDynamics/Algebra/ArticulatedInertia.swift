internal import RobotUnits

/// What a link with all that hangs on it by joints opposes to an acceleration: a symmetric 6x6 matrix from
/// screws to wrenches, of which the lower triangle is kept, by blocks of 2x2.
struct ArticulatedInertia: BitwiseCopyable, Sendable {
  /// Two rows of two columns.
  struct Block: BitwiseCopyable, Sendable {
    var x: Pair
    var y: Pair

    @_noAllocation @_noLocks @inline(__always)
    init(x: Pair, y: Pair) {
      self.x = x
      self.y = y
    }

    @_noAllocation @_noLocks @inline(__always)
    static func + (a: Block, b: Block) -> Block { Block(x: a.x + b.x, y: a.y + b.y) }

    @_noAllocation @_noLocks @inline(__always)
    func apply(_ v: Pair) -> Pair { x * Pair(repeating: v.x) + y * Pair(repeating: v.y) }

    /// Less u v^T.
    @_noAllocation @_noLocks @inline(__always)
    func less(_ u: Pair, _ v: Pair) -> Block {
      Block(x: x - u * Pair(repeating: v.x), y: y - u * Pair(repeating: v.y))
    }
  }

  var aa: Block
  var ba: Block
  var bb: Block
  var ca: Block
  var cb: Block
  var cc: Block

  @_noAllocation @_noLocks @inline(__always)
  init(aa: Block, ba: Block, bb: Block, ca: Block, cb: Block, cc: Block) {
    self.aa = aa
    self.ba = ba
    self.bb = bb
    self.ca = ca
    self.cb = cb
    self.cc = cc
  }

  /// Of a rigid mass.
  @_noAllocation @_noLocks @inline(__always)
  init(_ rigid: MassProperties) {
    let s = rigid.second
    self.init(
      mass: rigid.mass, moment: rigid.moment,
      diagonal: Triple(s.yy + s.zz, s.xx + s.zz, s.xx + s.yy), products: Triple(s.yz, s.xz, s.xy))
  }

  /// Of a rigid mass with first moment `h`, with the inertia's diagonal and the second moments `s` beside
  /// it: yz, xz, xy.
  @_noAllocation @_noLocks @inline(__always)
  init(mass m: Double, moment h: Triple, diagonal d: Triple, products s: Triple) {
    self.init(
      aa: Block(x: Pair(m, 0), y: Pair(0, m)),
      ba: Block(x: Pair(0, 0), y: Pair(0, -h.z)),
      bb: Block(x: Pair(m, h.y), y: Pair(h.y, d.x)),
      ca: Block(x: Pair(h.z, -h.y), y: Pair(0, h.x)),
      cb: Block(x: Pair(-h.x, 0), y: Pair(-s.z, -s.y)),
      cc: Block(x: Pair(d.y, -s.x), y: Pair(-s.x, d.z)))
  }

  /// What accelerates it by `motion`.
  @_noAllocation @_noLocks @inline(__always)
  func force(of motion: SpatialVector) -> SpatialVector {
    let (u, v, w) = (motion.a, motion.b, motion.c)
    // Of the transposed blocks columns are rows.
    let (ax, ay) = (ba.x * v + ca.x * w, ba.y * v + ca.y * w)
    let (bx, by) = (cb.x * w, cb.y * w)
    return SpatialVector(
      a: aa.apply(u) + (Pair(ax.x, ay.x) + Pair(ax.y, ay.y)),
      b: ba.apply(u) + bb.apply(v) + (Pair(bx.x, by.x) + Pair(bx.y, by.y)),
      c: ca.apply(u) + cb.apply(v) + cc.apply(w))
  }

  /// Adds `other` less what a joint gives way there: u v^T, which comes last, for it is known last.
  @_noAllocation @_noLocks @inline(__always)
  mutating func add(
    _ other: inout ArticulatedInertia, yielding u: SpatialVector, _ v: SpatialVector
  ) {
    aa = (aa + other.aa).less(u.a, v.a)
    ba = (ba + other.ba).less(u.b, v.a)
    bb = (bb + other.bb).less(u.b, v.b)
    ca = (ca + other.ca).less(u.c, v.a)
    cb = (cb + other.cb).less(u.c, v.b)
    cc = (cc + other.cc).less(u.c, v.c)
  }

  /// Takes u v^T away.
  @_noAllocation @_noLocks @inline(__always)
  mutating func yield(_ u: SpatialVector, _ v: SpatialVector) {
    aa = aa.less(u.a, v.a)
    ba = ba.less(u.b, v.a)
    bb = bb.less(u.b, v.b)
    ca = ca.less(u.c, v.a)
    cb = cb.less(u.c, v.b)
    cc = cc.less(u.c, v.c)
  }
}
