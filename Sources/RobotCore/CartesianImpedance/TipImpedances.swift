internal import RobotUnits

/// The robot's Cartesian impedances: a fixed number, often none, each with joints of its own.
///
/// Real-time: `init` no.
public struct TipImpedances: ~Copyable, Sendable {
  /// How many there are.
  public let count: Int
  /// What they want of each pair of joints; empty without any.
  let wishes: FixedArray<TipWish>
  /// Where they lie: as wide as what in them is widest.
  private let memory: FixedArray<SIMD4<Double>>

  /// None.
  public init() { self.init(count: 0, jointCount: 0) { _ in preconditionFailure("there is none") } }

  /// `count` of them, each made by `make` from its index, for a robot of `jointCount` joints.
  public init(count: Int, jointCount: Int, _ make: (Int) -> TipImpedance) {
    self.count = count
    wishes = FixedArray(repeating: TipWish(), count: count > 0 ? (jointCount + 1) / 2 : 0)
    let (size, unit) = (MemoryLayout<TipImpedance>.stride, MemoryLayout<SIMD4<Double>>.stride)
    precondition(
      MemoryLayout<TipImpedance>.alignment <= MemoryLayout<SIMD4<Double>>.alignment,
      "the memory is aligned for it")
    memory = FixedArray(repeating: SIMD4<Double>(), count: (count * size + unit - 1) / unit)
    let base = UnsafeMutableRawPointer(memory.base).bindMemory(
      to: TipImpedance.self, capacity: count)
    for index in 0..<count { (base + index).initialize(to: make(index)) }
  }

  deinit { base().deinitialize(count: count) }

  /// The first.
  @_noAllocation @_noLocks @inline(__always)
  func base() -> UnsafeMutablePointer<TipImpedance> {
    UnsafeMutableRawPointer(memory.base).assumingMemoryBound(to: TipImpedance.self)
  }
}

/// What a Cartesian impedance wants of two joints.
struct TipWish: BitwiseCopyable, Sendable {
  /// The effort [N.m].
  var effort = Pair.zero
  /// How much it counts against the joints' own law, 0...1.
  var share = Pair.zero

  init() {}
}
