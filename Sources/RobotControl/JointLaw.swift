public import RobotUnits

/// The common joint law, of two joints: the 5-tuple `(q, dq, kp, kd, tau_ff)` of the field (MIT
/// mini-cheetah, Unitree, moteus) with an integral term.
///
/// `effort = kp (q_ref - q) + kd (dq_ref - dq) + integral + tau_ff`, and
/// `integral += ki (q_ref - q) T`, bounded by `integralLimit` and held while the output is saturated
/// in the direction of the error (conditional integration; K. J. Astrom and T. Hagglund, "Advanced
/// PID Control", section 3.5). Without an integral gain there is no integral term. dq is the filtered derivative of the measurement, so that a step of the
/// reference gives no derivative kick of its own. Real-time: yes.
public struct JointLaw: BitwiseCopyable, Sendable {
  /// Gains of one joint, valid by construction of the robot file.
  public struct Gains: BitwiseCopyable, Hashable, Sendable {
    /// Stiffness [N.m/rad].
    public var kp: Double
    /// Damping [N.m.s/rad].
    public var kd: Double
    /// Integral gain [N.m/(rad.s)].
    public var ki: Double
    /// Bound of the integral term [N.m].
    public var integralLimit: Double

    /// Gains in SI units, each at least 0.
    public init(kp: Double, kd: Double, ki: Double, integralLimit: Double) {
      self.kp = kp
      self.kd = kd
      self.ki = ki
      self.integralLimit = integralLimit
    }
  }

  /// The gains of two joints, in the units of `Gains`.
  public struct GainsPair: BitwiseCopyable, Sendable {
    /// Stiffness.
    public var kp: Pair
    /// Damping.
    public var kd: Pair
    /// Integral gain.
    public var ki: Pair
    /// Bound of the integral term.
    public var integralLimit: Pair

    /// The gains of `first` and `second`.
    public init(_ first: Gains, _ second: Gains) {
      kp = Pair(first.kp, second.kp)
      kd = Pair(first.kd, second.kd)
      ki = Pair(first.ki, second.ki)
      integralLimit = Pair(first.integralLimit, second.integralLimit)
    }
  }

  /// The inputs of one cycle.
  public struct Input: BitwiseCopyable {
    /// Reference position minus measured position [rad].
    public var positionError: Pair
    /// Reference velocity minus measured velocity [rad/s].
    public var velocityError: Pair
    /// Effort added as it is [N.m].
    public var feedForward: Pair
    /// The cycle's nominal period [s].
    public var period: Double
    /// Scale of all terms, 0...1: the ramp while arming.
    public var scale: Pair

    /// Inputs in SI units.
    @_noAllocation @_noLocks @inlinable @inline(__always)
    public init(
      positionError: Pair, velocityError: Pair, feedForward: Pair, period: Double, scale: Pair
    ) {
      self.positionError = positionError
      self.velocityError = velocityError
      self.feedForward = feedForward
      self.period = period
      self.scale = scale
    }
  }

  /// The integral term [N.m].
  @inlinable public var integral: Pair {
    @_noAllocation @_noLocks get { currentIntegral }
  }
  @usableFromInline var currentIntegral = Pair.zero
  @usableFromInline var saturation = Pair.zero

  /// A law without history.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public init() {}

  /// Forgets the history where `mask` is set.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func reset(where mask: PairMask) {
    currentIntegral.replace(with: 0, where: mask)
    saturation.replace(with: 0, where: mask)
  }

  /// The effort that the law wants [N.m], before any limit.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func update(_ input: Input, gains: GainsPair) -> Pair {
    let grown = RealtimeMath.clamp(
      integral + gains.ki * input.positionError * input.period, within: gains.integralLimit)
    currentIntegral.replace(with: grown, where: saturation * input.positionError .<= 0)
    // What was integrated before would act on as a constant effort: damping would not only damp.
    currentIntegral.replace(with: 0, where: gains.ki .== 0)
    let feedback = gains.kp * input.positionError + gains.kd * input.velocityError
    return input.scale * (feedback + integral + input.feedForward)
  }

  /// Tells the law how the guard changed its effort: the integral is held while it was cut.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func noteApplied(desired: Pair, applied: Pair) { saturation = desired - applied }
}
