/// Where a link's frame stands in another.
struct LinkTransform: BitwiseCopyable, Sendable {
  var R: Matrix3
  var p: Triple

  @_noAllocation @_noLocks @inline(__always)
  init(R: Matrix3, p: Triple) {
    self.R = R
    self.p = p
  }

  @_noAllocation @_noLocks @inline(__always)
  static func identity() -> LinkTransform { LinkTransform(R: .identity(), p: .zero()) }

  /// The frame that stands at `other` in this one.
  @_noAllocation @_noLocks @inline(__always)
  func times(_ other: LinkTransform) -> LinkTransform {
    LinkTransform(R: R.times(other.R), p: p + R.apply(other.p))
  }
}

/// A force and its moment about the origin of the frame that it is given in.
struct Wrench: BitwiseCopyable, Sendable {
  var force: Triple
  var moment: Triple

  @_noAllocation @_noLocks @inline(__always)
  init(force: Triple, moment: Triple) {
    self.force = force
    self.moment = moment
  }

  @_noAllocation @_noLocks @inline(__always)
  static func zero() -> Wrench { Wrench(force: .zero(), moment: .zero()) }

  @_noAllocation @_noLocks @inline(__always)
  static func + (a: Wrench, b: Wrench) -> Wrench {
    Wrench(force: a.force + b.force, moment: a.moment + b.moment)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func - (a: Wrench, b: Wrench) -> Wrench {
    Wrench(force: a.force - b.force, moment: a.moment - b.moment)
  }

  @_noAllocation @_noLocks @inline(__always)
  static func * (a: Wrench, s: Double) -> Wrench {
    Wrench(force: a.force * s, moment: a.moment * s)
  }
}
