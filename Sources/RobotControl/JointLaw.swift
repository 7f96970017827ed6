internal import RobotUnits

/// The common joint law: the 5-tuple `(q, dq, kp, kd, tau_ff)` of the field (MIT mini-cheetah,
/// Unitree, moteus) with an integral term.
///
/// `effort = kp (q_ref - q) + kd (dq_ref - dq) + integral + tau_ff`, and
/// `integral += ki (q_ref - q) T`, bounded by `integralLimit` and held while the output is saturated
/// in the direction of the error (conditional integration; K. J. Astrom and T. Hagglund, "Advanced
/// PID Control", section 3.5). Without an integral gain there is no integral term. dq is the filtered derivative of the measurement, so that a step of the
/// reference gives no derivative kick of its own. Real-time: yes.
public struct JointLaw: BitwiseCopyable, Sendable {
  /// Gains, valid by construction of the robot file.
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

  /// The inputs of one cycle.
  public struct Input: BitwiseCopyable {
    /// Reference position minus measured position [rad].
    public var positionError: Double
    /// Reference velocity minus measured velocity [rad/s].
    public var velocityError: Double
    /// Effort added as it is [N.m].
    public var feedForward: Double
    /// The cycle's nominal period [s].
    public var period: Double
    /// Scale of all terms, 0...1: the ramp while arming.
    public var scale: Double

    /// Inputs in SI units.
    @_noAllocation @_noLocks
    public init(
      positionError: Double, velocityError: Double, feedForward: Double, period: Double,
      scale: Double
    ) {
      self.positionError = positionError
      self.velocityError = velocityError
      self.feedForward = feedForward
      self.period = period
      self.scale = scale
    }
  }

  /// The integral term [N.m].
  public private(set) var integral = 0.0
  private var saturation = 0.0

  /// A law without history.
  @_noAllocation @_noLocks
  public init() {}

  /// Forgets the history.
  @_noAllocation @_noLocks
  public mutating func reset() { self = JointLaw() }

  /// The effort that the law wants [N.m], before any limit.
  @_noAllocation @_noLocks
  public mutating func update(_ input: Input, gains: Gains) -> Double {
    if gains.ki == 0 {
      // What was integrated before would act on as a constant effort: damping would not only damp.
      integral = 0
    } else if saturation * input.positionError <= 0 {
      integral = RealtimeMath.clamp(
        integral + gains.ki * input.positionError * input.period, within: gains.integralLimit)
    }
    let feedback = gains.kp * input.positionError + gains.kd * input.velocityError
    return input.scale * (feedback + integral + input.feedForward)
  }

  /// Tells the law how the guard changed its effort: the integral is held while it was cut.
  @_noAllocation @_noLocks
  public mutating func noteApplied(desired: Double, applied: Double) {
    saturation = desired - applied
  }
}
