public import RobotUnits

/// Admittance of two joints whose servos take positions only: an external effort moves the reference as if
/// it hung on a mass with a spring and a damper.
///
/// `M x'' + B x' + K x = tau`, with x the offset of the reference [rad], tau the external effort [N.m] less
/// its dead band. Discretised by the implicit Euler method, which is stable for every M, B, K and T:
///
///     w = (M x'(k-1) + T (tau - K x(k-1))) / (M + T B + T^2 K)
///     x = min(max(x(k-1) + T min(max(w, -rate), rate), -offset), offset)      x' = (x - x(k-1)) / T
///
/// At a bound x' is what is left, so that the mass does not push on. Source: N. Hogan, "Impedance Control: An
/// Approach to Manipulation", J. Dyn. Sys. Meas. Control 107 (1985); L. Villani and J. De Schutter in the
/// "Springer Handbook of Robotics", 2nd ed., section 9.2.2. An effort that is not finite counts as none.
/// Real-time: `update` yes.
public struct Admittance: BitwiseCopyable, Sendable {
  /// What the robot file says of one joint.
  public struct Configuration: BitwiseCopyable, Hashable, Sendable {
    /// Virtual inertia M [kg.m^2], at least 0.
    public var mass: Double
    /// Virtual damping B [N.m.s/rad], at least 0.
    public var damping: Double
    /// Virtual stiffness K [N.m/rad], at least 0. Not all three are 0.
    public var stiffness: Double
    /// Greatest offset of the reference [rad], above 0.
    public var offsetLimit: Double
    /// Greatest velocity of the offset [rad/s], above 0.
    public var rateLimit: Double
    /// External efforts up to this one are none [N.m], at least 0.
    public var deadband: Double

    /// A virtual spring, damper and mass in SI units, each finite.
    public init(
      mass: Double, damping: Double, stiffness: Double, offsetLimit: Double, rateLimit: Double,
      deadband: Double = 0
    ) {
      self.mass = mass
      self.damping = damping
      self.stiffness = stiffness
      self.offsetLimit = offsetLimit
      self.rateLimit = rateLimit
      self.deadband = deadband
    }
  }

  /// What is added to the reference position [rad].
  @inlinable public var offset: Pair {
    @_noAllocation @_noLocks get { currentOffset }
  }
  /// What is added to the reference velocity [rad/s].
  @inlinable public var rate: Pair {
    @_noAllocation @_noLocks get { currentRate }
  }
  @usableFromInline var currentOffset = Pair.zero
  @usableFromInline var currentRate = Pair.zero
  @usableFromInline let period: Double
  @usableFromInline let stiffness: Pair
  @usableFromInline let deadband: Pair
  @usableFromInline let offsetLimit: Pair
  @usableFromInline let rateLimit: Pair
  /// M / (M + T B + T^2 K).
  @usableFromInline let persistence: Pair
  /// T / (M + T B + T^2 K).
  @usableFromInline let mobility: Pair

  /// Two joints at rest, for cycles of `period` s.
  public init(_ first: Configuration, _ second: Configuration, period: Double) {
    self.period = period
    stiffness = Pair(first.stiffness, second.stiffness)
    deadband = Pair(first.deadband, second.deadband)
    offsetLimit = Pair(first.offsetLimit, second.offsetLimit)
    rateLimit = Pair(first.rateLimit, second.rateLimit)
    let mass = Pair(first.mass, second.mass)
    let damping = Pair(first.damping, second.damping)
    let sum = mass + period * damping + period * period * stiffness
    persistence = mass / sum
    mobility = period / sum
  }

  /// Puts the offset to 0, at rest, where `mask` is set.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func reset(where mask: PairMask) {
    currentOffset.replace(with: 0, where: mask)
    currentRate.replace(with: 0, where: mask)
  }

  /// Moves the offset by one cycle under the external effort on the joints [N.m], positive towards positive
  /// positions.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func update(externalEffort: Pair) {
    let known = RealtimeMath.select(
      externalEffort - externalEffort .== 0, externalEffort, .zero)
    let effort = known - RealtimeMath.clamp(known, within: deadband)
    let wanted = persistence * rate + mobility * (effort - stiffness * offset)
    let next = RealtimeMath.clamp(
      offset + period * RealtimeMath.clamp(wanted, within: rateLimit), within: offsetLimit)
    // Clamped again for rounding only.
    currentRate = RealtimeMath.clamp((next - offset) / period, within: rateLimit)
    currentOffset = next
  }
}
