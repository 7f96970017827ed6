public import RobotUnits

/// Finds oscillations of two joints about their references, by what the feedback exchanges with the joint from
/// one turn to the next.
///
/// With x the joint's position less its reference, and u the feedback effort (without gravity and other
/// feed-forward) that acted since the last cycle, `W += u(k-1) (x(k) - x(k-1))` is the feedback's work. A half
/// cycle goes from one extreme of x to the next, which is known once x has come back from it by the grain. Over
/// it x goes a way S, u changes by D, and m is the mean of u at both ends:
///
///     exchanged = -S D / 4          what a spring would take in and give back
///     given     = W - m S           what the joint was given, or lost where it is below 0
///
/// It counts when it was quick, exchanged more than noise does, was not damped by the feedback
/// (`given >= -exchanged / 2`), and was not clearly smaller than the one before it (at least 0.85 of its way).
/// So many in a row are an oscillation. A reference that goes to and fro is none, because x does not know of
/// it; a joint that rings down is none either, nor one that somebody shakes against its damping.
/// Real-time: `update` and `turn` yes.
public struct OscillationObserver: BitwiseCopyable, Sendable {
  /// What to look for in one joint.
  public struct Configuration: BitwiseCopyable, Hashable, Sendable {
    /// How far the joint comes back before it counts as turned [rad or m], above 0; `infinity`: never.
    public var grain: Double
    /// Least energy exchanged in a half cycle [J].
    public var energy: Double

    /// A configuration in SI units.
    @_noAllocation @_noLocks
    public init(grain: Double, energy: Double) {
      self.grain = grain
      self.energy = energy
    }

    /// For a joint that nobody looks at.
    @_noAllocation @_noLocks
    public static func none() -> Configuration { Configuration(grain: .infinity, energy: 0) }
  }

  /// So many half cycles in a row are an oscillation.
  public static let halfCycles = 4.0
  /// The longest half cycle that counts: of 4 Hz [s].
  public static let longestHalfCycle = 0.125

  @usableFromInline let grain: Pair
  @usableFromInline let energy: Pair
  /// x in the last cycle.
  @usableFromInline var offset = Pair.zero
  /// The feedback's work since the last extreme [J].
  @usableFromInline var work = Pair.zero
  /// Which way the joint goes, 1 or -1, and how far that way it has been.
  @usableFromInline var way = Pair(repeating: 1)
  @usableFromInline var reach = Pair.zero
  /// The work until there, and u.
  @usableFromInline var reachWork = Pair.zero
  @usableFromInline var reachEffort = Pair.zero
  /// The last extreme: x, u, and when it was known; then the way of the half cycle that ended there.
  private var turnOffset = Pair.zero
  private var turnEffort = Pair.zero
  private var turnTime = SIMD2<Int64>.zero
  private var lastSwing = Pair.zero
  private var count = Pair.zero

  /// Observers of two joints that have not turned yet.
  public init(_ first: Configuration, _ second: Configuration) {
    grain = Pair(first.grain, second.grain)
    energy = Pair(first.energy, second.energy)
  }

  /// Forgets what was seen where `mask` is set: the joint is `offset` from its reference.
  @_noAllocation @_noLocks
  public mutating func reset(offset: Pair, where mask: PairMask) {
    self.offset.replace(with: offset, where: mask)
    work.replace(with: 0, where: mask)
    reach.replace(with: way * offset, where: mask)
    reachWork.replace(with: 0, where: mask)
    reachEffort.replace(with: 0, where: mask)
    turnOffset.replace(with: offset, where: mask)
    turnEffort.replace(with: 0, where: mask)
    lastSwing.replace(with: 0, where: mask)
    count.replace(with: 0, where: mask)
  }

  /// Takes x of this cycle, and the feedback effort that acted until now. Set where a joint has turned: then
  /// `turn` is to be called for it.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func update(offset present: Pair, effort: Pair) -> PairMask {
    work += effort * (present - offset)
    offset = present
    let along = way * present
    let isFurther = along .> reach
    if RealtimeMath.either(isFurther) {
      reach.replace(with: along, where: isFurther)
      reachWork.replace(with: work, where: isFurther)
      reachEffort.replace(with: effort, where: isFurther)
    }
    return reach - along .> grain
  }

  /// Whether joint `lane` has turned in this cycle.
  @_noAllocation @_noLocks
  public func hasTurned(_ lane: Int) -> Bool {
    reach[lane] - way[lane] * offset[lane] > grain[lane]
  }

  /// Ends the half cycle of joint `lane`, at `now`. The way of the joint in it [rad or m]; 0 where it belongs to no
  /// oscillation.
  @_noAllocation @_noLocks
  public mutating func turn(_ lane: Int, at now: MonotonicInstant) -> Double {
    let (extreme, effort) = (way[lane] * reach[lane], reachEffort[lane])
    let swing = extreme - turnOffset[lane]
    let exchanged = -0.25 * swing * (effort - turnEffort[lane])
    let given = reachWork[lane] - 0.5 * swing * (effort + turnEffort[lane])
    let time = 1e-9 * Double(now.nanoseconds - turnTime[lane])
    let counts =
      time <= Self.longestHalfCycle && exchanged >= energy[lane] && given >= -0.5 * exchanged
      && abs(swing) >= 0.85 * abs(lastSwing[lane])
    count[lane] = counts ? count[lane] + 1 : 0
    lastSwing[lane] = swing
    turnOffset[lane] = extreme
    turnEffort[lane] = effort
    turnTime[lane] = now.nanoseconds
    work[lane] -= reachWork[lane]
    way[lane] = -way[lane]
    reach[lane] = way[lane] * offset[lane]
    reachWork[lane] = work[lane]
    return count[lane] >= Self.halfCycles ? abs(swing) : 0
  }

  /// Joint `lane` begins to count anew: something was done about its oscillation.
  @_noAllocation @_noLocks
  public mutating func forgive(_ lane: Int) { count[lane] = 0 }
}
