public import RobotUnits

/// What is left of the gains of two joints that oscillate, and the way there and back: without a step, so that
/// the effort has none either. Real-time: everything but `init`.
public struct GainFold: BitwiseCopyable, Sendable {
  /// What the gains are folded back to.
  public static let least = 0.5
  /// From all to that, and back, in this time [s].
  public static let time = 0.05

  /// What the gains are to be multiplied by, `least`...1.
  public private(set) var scale = Pair(repeating: 1)
  private var aim = Pair(repeating: 1)
  /// Whether one of the two is not 1, or shall not be.
  public private(set) var isActive = false

  /// All gains.
  @_noAllocation @_noLocks
  public init() {}

  /// Whether the gains of joint `lane` are, or shall be, folded back.
  @_noAllocation @_noLocks
  public func isFolded(_ lane: Int) -> Bool { aim[lane] < 1 }

  /// From now on the gains of joint `lane` are folded back.
  @_noAllocation @_noLocks
  public mutating func begin(_ lane: Int) {
    aim[lane] = Self.least
    isActive = true
  }

  /// From now on both get all their gains again.
  @_noAllocation @_noLocks
  public mutating func end() { aim = Pair(repeating: 1) }

  /// Joints of `mask` have all their gains at once: they begin anew.
  @_noAllocation @_noLocks
  public mutating func reset(where mask: PairMask) {
    scale.replace(with: 1, where: mask)
    aim.replace(with: 1, where: mask)
    isActive = RealtimeMath.either((scale .< 1) .| (aim .< 1))
  }

  /// A step of `period` s.
  @_noAllocation @_noLocks
  public mutating func step(period: Double) {
    let most = Pair(repeating: (1 - Self.least) * period / Self.time)
    scale += RealtimeMath.clamp(aim - scale, within: most)
    isActive = RealtimeMath.either((scale .< 1) .| (aim .< 1))
  }
}
