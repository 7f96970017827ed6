public import RobotControl

/// PID loops that close a joint's loop in place of `JointLaw`.
public enum LoopLaw: BitwiseCopyable, Sendable {
  /// Position to effort [N.m over rad].
  case pid(PIDLoop)
  /// Position to velocity [1/s], and velocity to effort [N.m.s/rad].
  case cascade(position: PIDLoop, velocity: PIDLoop)
}

/// One PID loop of a joint. The guard limits the effort, so an effort's range may be as wide as
/// `PIDLoop.unlimited`: what the guard takes off goes back into the anti-windup.
public struct PIDLoop: BitwiseCopyable, Sendable {
  /// A range that leaves the limiting to the guard.
  public static let unlimited = 1e100

  /// What the gains of a schedule change with.
  public enum Variable: BitwiseCopyable, Sendable {
    /// The measured position [rad].
    case position
    /// The magnitude of the measured velocity [rad/s].
    case speed
  }

  /// Gains, limits and everything else, valid for the period (`PID.Configuration.validate`).
  public var configuration: PID.Configuration
  /// What its schedule goes over.
  public var variable: Variable

  /// A loop in SI units.
  public init(_ configuration: PID.Configuration, over variable: Variable = .position) {
    self.configuration = configuration
    self.variable = variable
  }

  /// No loop.
  static func idle() -> PIDLoop {
    PIDLoop(
      PID.Configuration(
        schedule: GainSchedule(PID.Gains(kp: 0, ki: 0, kd: 0)), lower: -1, upper: 1))
  }
}

extension LoopLaw? {
  /// The loop from position to effort; an idle one where there is none.
  var pid: PIDLoop {
    if case .pid(let loop) = self { loop } else { .idle() }
  }

  /// The loops of a cascade; idle ones where there is none.
  var cascade: (position: PIDLoop, velocity: PIDLoop) {
    if case .cascade(let position, let velocity) = self {
      (position, velocity)
    } else {
      (.idle(), .idle())
    }
  }

  /// 1 for a loop from position to effort.
  var isPID: Double { if case .pid = self { 1 } else { 0 } }

  /// 1 for a cascade.
  var isCascade: Double { if case .cascade = self { 1 } else { 0 } }

  /// The greatest change of the effort per second [N.m/s].
  var effortRate: Double {
    switch self {
    case .none: .infinity
    case .pid(let loop): loop.configuration.outputRate
    case .cascade(_, let velocity): velocity.configuration.outputRate
    }
  }
}
