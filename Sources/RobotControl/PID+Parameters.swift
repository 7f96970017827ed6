public import RobotUnits

extension PID {
  /// The gains of one joint. Units: those of the output over those of the reference.
  public struct Gains: BitwiseCopyable, Hashable, Sendable {
    /// Proportional gain.
    public var kp: Double
    /// Integral gain [1/s].
    public var ki: Double
    /// Derivative gain [s].
    public var kd: Double

    /// Gains, each finite and at least 0.
    @_noAllocation @_noLocks
    public init(kp: Double, ki: Double, kd: Double) {
      self.kp = kp
      self.ki = ki
      self.kd = kd
    }
  }

  /// The gains of two joints, as a cycle needs them.
  public struct GainsPair: BitwiseCopyable, Sendable {
    /// Proportional gain.
    public var kp: Pair
    /// Integral gain times the period.
    public var integralStep: Pair
    /// Derivative gain [s].
    public var kd: Pair

    /// The gains of `first` and `second` for cycles of `period` s.
    @_noAllocation @_noLocks
    public init(_ first: Gains, _ second: Gains, period: Double) {
      self.init(
        kp: Pair(first.kp, second.kp), integralStep: Pair(first.ki, second.ki) * period,
        kd: Pair(first.kd, second.kd))
    }

    @_noAllocation @_noLocks @inlinable @inline(__always)
    init(kp: Pair, integralStep: Pair, kd: Pair) {
      self.kp = kp
      self.integralStep = integralStep
      self.kd = kd
    }
  }

  /// The feed-forward gains of one joint; LinuxCNC's FF0 to FF3.
  public struct FeedForward: BitwiseCopyable, Hashable, Sendable {
    /// On the reference.
    public var ff0: Double
    /// On its first derivative [s].
    public var ff1: Double
    /// On its second derivative [s^2].
    public var ff2: Double
    /// On its third derivative [s^3].
    public var ff3: Double

    /// Finite numbers; none without arguments.
    public init(ff0: Double = 0, ff1: Double = 0, ff2: Double = 0, ff3: Double = 0) {
      self.ff0 = ff0
      self.ff1 = ff1
      self.ff2 = ff2
      self.ff3 = ff3
    }
  }

  /// What keeps the integral from growing while a limit makes it useless.
  public enum AntiWindup: BitwiseCopyable, Hashable, Sendable {
    /// The bound of the integral alone.
    case clamp
    /// The integral follows the limited output within the time Tt [s], at least one period; Astrom and
    /// Hagglund advise sqrt(kd / ki) or, without a derivative, kp / ki.
    case backCalculation(trackingTime: Double)
    /// The integral is held while a limit is met in the direction of the error.
    case conditional
  }

  /// What the robot file says of one joint. Times in s; the rest in the units of the loop.
  public struct Configuration: BitwiseCopyable, Sendable {
    /// The gains, and how they change.
    public var schedule: GainSchedule
    /// Setpoint weight b of the proportional term, finite, at least 0.
    public var proportionalWeight = 1.0
    /// Setpoint weight c of the derivative term, finite, at least 0.
    public var derivativeWeight = 0.0
    /// Time constant Tf of the derivative's filter [s], finite, at least 0.
    public var filterTime = 0.0
    /// The feed-forward gains.
    public var feedForward = FeedForward()
    /// How windup is avoided.
    public var antiWindup = AntiWindup.conditional
    /// Bound of the integral term, finite, at least 0.
    public var integralLimit: Double
    /// Least output, finite.
    public var lower: Double
    /// Greatest output, finite, above the least.
    public var upper: Double
    /// Greatest change of the output per second, above 0; infinite for none.
    public var outputRate = Double.infinity
    /// Errors up to this one are none, finite, at least 0.
    public var deadband = 0.0
    /// Time Th within which the effect of a change of gains or modes comes in [s], at least one period.
    public var transferTime = 0.2

    /// A law that puts out `lower...upper`, with the weights b = 1 and c = 0 and without the rest. The
    /// integral reaches the greater limit.
    public init(schedule: GainSchedule, lower: Double, upper: Double) {
      self.schedule = schedule
      self.lower = lower
      self.upper = upper
      integralLimit = max(abs(lower), abs(upper))
    }
  }

  /// The configurations of two joints, as a cycle needs them.
  public struct Parameters: BitwiseCopyable, Sendable {
    @usableFromInline let deadband: Pair
    @usableFromInline let negativeDeadband: Pair
    /// 1 - b.
    @usableFromInline let withheld: Pair
    /// c.
    @usableFromInline let rateWeight: Pair
    /// Tf / (Tf + T).
    @usableFromInline let pole: Pair
    /// 1 / (Tf + T).
    @usableFromInline let slope: Pair
    @usableFromInline let ff0: Pair
    @usableFromInline let ff1: Pair
    @usableFromInline let ff2: Pair
    @usableFromInline let ff3: Pair
    /// T / Tt, 0 without back-calculation.
    @usableFromInline let tracking: Pair
    /// 1 for conditional integration.
    @usableFromInline let conditional: Pair
    /// 1 - T / Th.
    @usableFromInline let fade: Pair
    @usableFromInline let integralLimit: Pair
    @usableFromInline let negativeIntegralLimit: Pair
    @usableFromInline let lower: Pair
    @usableFromInline let upper: Pair
    /// The greatest change of the output in a cycle.
    @usableFromInline let rateStep: Pair

    /// Valid configurations (see `Configuration.validate`) for cycles of `period` s. Real-time: no.
    public init(_ first: Configuration, _ second: Configuration, period: Double) {
      deadband = Pair(first.deadband, second.deadband)
      negativeDeadband = RealtimeMath.negate(deadband)
      withheld = 1 - Pair(first.proportionalWeight, second.proportionalWeight)
      rateWeight = Pair(first.derivativeWeight, second.derivativeWeight)
      let filterTime = Pair(first.filterTime, second.filterTime)
      pole = filterTime / (filterTime + period)
      slope = 1 / (filterTime + period)
      ff0 = Pair(first.feedForward.ff0, second.feedForward.ff0)
      ff1 = Pair(first.feedForward.ff1, second.feedForward.ff1)
      ff2 = Pair(first.feedForward.ff2, second.feedForward.ff2)
      ff3 = Pair(first.feedForward.ff3, second.feedForward.ff3)
      tracking = Pair(first.tracking(period), second.tracking(period))
      conditional = Pair(
        first.antiWindup.isConditional ? 1 : 0, second.antiWindup.isConditional ? 1 : 0)
      fade = 1 - period / Pair(first.transferTime, second.transferTime)
      integralLimit = Pair(first.integralReach, second.integralReach)
      negativeIntegralLimit = RealtimeMath.negate(integralLimit)
      lower = Pair(first.lower, second.lower)
      upper = Pair(first.upper, second.upper)
      rateStep = Pair(first.outputRate, second.outputRate) * period
    }
  }
}

extension PID.AntiWindup {
  var isConditional: Bool {
    @_noAllocation @_noLocks get {
      if case .conditional = self { return true }
      return false
    }
  }
}

extension PID.Configuration {
  @_noAllocation @_noLocks
  func tracking(_ period: Double) -> Double {
    guard case .backCalculation(let time) = antiWindup else { return 0 }
    return period / time
  }

  /// The bound of the integral; none without an integral gain, so that damping only damps.
  var integralReach: Double {
    @_noAllocation @_noLocks get { schedule.hasIntegral ? integralLimit : 0 }
  }
}
