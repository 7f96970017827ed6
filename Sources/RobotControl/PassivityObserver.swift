public import RobotUnits

/// Watches that the feedback of two joints gives out no more energy than it took in; where it would, it adds
/// damping, and if that is not enough the gains are backed off.
///
/// With u the feedback effort (without gravity and other feed-forward) and w the velocity of the reference
/// less that of the joint, both as the mean over the last cycle (difference of positions over T): a
/// spring and damper between both takes in `u w` watts, and the effort was constant since it was put out.
/// P is what the joint's own friction takes in. Per cycle of T:
///
///     E = min(max(E(k-1) + T (output(k-1) w + P), -cap), cap)              the observer
///     alpha = min(-E / (T w^2), alphaMax) where E < 0 and |w| > rest, else 0
///     output = u + alpha w                                            the controller
///     s = s(k-1) + (T / Tb) ((E + T alpha w^2 < 0 ? least : 1) - s(k-1))    the scale of the gains
///
/// Source: B. Hannaford and J.-H. Ryu, "Time-Domain Passivity Control of Haptic Interfaces", IEEE Trans.
/// Robotics and Automation 18 (2002), equations 5 to 12 (impedance causality), with the exact energy of a
/// sampled system of S. Stramigioli et al., "Sampled Data Systems Passivity and Discrete Port-Hamiltonian
/// Systems", IEEE Trans. Robotics 21 (2005), and two additions: the cap, so that what was dissipated
/// long ago does not pay for what is wrong now, and the scale. Numbers that are not finite pass unchanged
/// and unobserved: the guard refuses them. Real-time: `update` yes.
public struct PassivityObserver: BitwiseCopyable, Sendable {
  /// What the robot file says of one joint.
  public struct Configuration: BitwiseCopyable, Hashable, Sendable {
    /// Greatest added damping alphaMax [N.m.s/rad], at least 0; more would excite the joint's noise.
    public var dampingLimit: Double
    /// Cap of the energy that is remembered [J], above 0.
    public var energyLimit: Double
    /// Speed below which no damping is added [rad/s], above 0: there the velocity is mostly noise.
    public var restVelocity: Double
    /// Time constant Tb in which the gains are backed off and come back [s], at least one period.
    public var backOffTime: Double
    /// Least scale of the gains, 0...1.
    public var leastScale: Double

    /// A configuration in SI units.
    public init(
      dampingLimit: Double, energyLimit: Double, restVelocity: Double, backOffTime: Double,
      leastScale: Double
    ) {
      self.dampingLimit = dampingLimit
      self.energyLimit = energyLimit
      self.restVelocity = restVelocity
      self.backOffTime = backOffTime
      self.leastScale = leastScale
    }
  }

  /// The energy that the feedback took in less what it gave out [J]; negative while it is active.
  @inlinable public var energy: Pair {
    @_noAllocation @_noLocks get { currentEnergy }
  }
  /// The damping that was added in the last cycle [N.m.s/rad].
  @inlinable public var damping: Pair {
    @_noAllocation @_noLocks get { currentDamping }
  }
  /// What the gains of the feedback are to be multiplied by, `leastScale`...1.
  @inlinable public var scale: Pair {
    @_noAllocation @_noLocks get { currentScale }
  }
  @usableFromInline var currentEnergy = Pair.zero
  @usableFromInline var lastOutput = Pair.zero
  @usableFromInline var currentDamping = Pair.zero
  @usableFromInline var currentScale = Pair(repeating: 1)
  @usableFromInline let period: Double
  @usableFromInline let dampingLimit: Pair
  @usableFromInline let energyLimit: Pair
  @usableFromInline let restVelocity: Pair
  @usableFromInline let backOff: Pair
  @usableFromInline let leastScale: Pair

  /// Observers without energy, for cycles of `period` s.
  public init(_ first: Configuration, _ second: Configuration, period: Double) {
    self.period = period
    dampingLimit = Pair(first.dampingLimit, second.dampingLimit)
    energyLimit = Pair(first.energyLimit, second.energyLimit)
    restVelocity = Pair(first.restVelocity, second.restVelocity)
    backOff = period / Pair(first.backOffTime, second.backOffTime)
    leastScale = Pair(first.leastScale, second.leastScale)
  }

  /// Forgets the energy, and the scale, where `mask` is set.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func reset(where mask: PairMask) {
    currentEnergy.replace(with: 0, where: mask)
    lastOutput.replace(with: 0, where: mask)
    currentDamping.replace(with: 0, where: mask)
    currentScale.replace(with: 1, where: mask)
  }

  /// The feedback effort [N.m] with the damping that keeps it passive. `relativeVelocity` is w [rad/s], and
  /// `dissipated` what the joint itself took in during the last cycle [W], at least 0: it may be given out.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func update(feedback: Pair, relativeVelocity: Pair, dissipated: Pair = .zero)
    -> Pair
  {
    let isKnown =
      (feedback - feedback .== 0) .& (relativeVelocity - relativeVelocity .== 0)
      .& (dissipated - dissipated .== 0)
    let observed = RealtimeMath.clamp(
      energy + period * (lastOutput * relativeVelocity + dissipated), within: energyLimit)
    let perDamping = period * relativeVelocity * relativeVelocity
    let isActive = (observed .< 0) .& (RealtimeMath.magnitude(relativeVelocity) .> restVelocity)
    let needed = RealtimeMath.least(RealtimeMath.negate(observed) / perDamping, dampingLimit)
    let added = RealtimeMath.select(isActive .& isKnown, needed, .zero)
    let output = RealtimeMath.select(added .> 0, feedback + added * relativeVelocity, feedback)
    // A little less than nothing is rounding.
    let isShort = observed + added * perDamping .< -1e-12 * energyLimit
    let aim = RealtimeMath.select(isShort, leastScale, Pair(repeating: 1))
    currentEnergy.replace(with: observed, where: isKnown)
    currentScale.replace(with: scale + backOff * (aim - scale), where: isKnown)
    currentDamping = added
    lastOutput = RealtimeMath.select(output - output .== 0, output, .zero)
    return output
  }

  /// Where `mask` is set the joint stands still: what was given out before moves nothing any more.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func forgive(where mask: PairMask) {
    currentEnergy.replace(with: 0, where: mask .& (currentEnergy .< 0))
  }

  /// Tells the observer what a later limit made of its output, without the feed-forward that was added.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func noteApplied(_ applied: Pair) {
    lastOutput.replace(with: applied, where: applied - applied .== 0)
  }
}
