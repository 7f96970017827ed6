/// A PID loop as the file gives it: the whole law of a joint, or one of the two loops of a cascade.
///
/// Its input is a position (rad or m) or a velocity; its output an effort (N.m or N), or, in a cascade's
/// position loop, a velocity. Gains are output over input.
public struct PIDDescription: Sendable {
  /// The gains where the variable of the schedule is `at`.
  public struct Point: Sendable, Hashable {
    /// The position [rad or m], or the speed [rad/s or m/s].
    public var at: Double
    /// Proportional gain.
    public var kp: Double
    /// Integral gain [1/s].
    public var ki: Double
    /// Derivative gain [s].
    public var kd: Double
  }
  /// What gains may change with.
  public enum Variable: String, Sendable, CaseIterable {
    /// The joint's measured position.
    case position
    /// How fast the joint moves, whichever way.
    case speed
  }
  /// What keeps the integral from winding up.
  public enum AntiWindup: Sendable, Hashable {
    /// `integral_limit` alone.
    case clamp
    /// It follows the limited output within this time [s].
    case backCalculation(trackingTime: Double)
    /// It waits while a limit is met in the direction of the error.
    case conditional
  }

  /// One point where the gains are constant; else 2 to 8 in increasing order.
  public var points: [Point]
  /// What the gains change with.
  public var variable: Variable
  /// Setpoint weight of the proportional term. Default 1.
  public var b: Double
  /// Setpoint weight of the derivative term. Default 1.
  public var c: Double
  /// Corner frequency of the derivative's filter [Hz]. Default: the joint's velocity filter.
  public var derivativeFilter: Double
  /// Feed-forward from the reference and its first three derivatives.
  public var feedForward: [Double]
  /// Default `conditional`.
  public var antiWindup: AntiWindup
  /// Bound of the integral term; `nil`: the greatest output.
  public var integralLimit: Double?
  /// Greatest change of the output per second; `nil`: none.
  public var outputRate: Double?
  /// Errors up to this one are none. Default 0.
  public var deadband: Double
  /// Time in which the effect of a change of gains comes in [s]. Default 0.2 s.
  public var transferTime: Double
  /// Where the file gives the loop.
  public var position: SourcePosition
}

/// The loops of a law that is more than a spring, a damper and an integral.
public enum LoopsDescription: Sendable {
  /// Position to effort.
  case pid(PIDDescription)
  /// Position to velocity to effort.
  case cascade(position: PIDDescription, velocity: PIDDescription)
}
