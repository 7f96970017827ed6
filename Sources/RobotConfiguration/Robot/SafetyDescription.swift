public import RobotUnits

/// When the runtime gives up on a joint or on itself: the robot file's `safety`. Software monitors, not
/// certified safety functions. A prismatic joint takes the angles at its `lever`.
public struct SafetyDescription: Hashable, Sendable {
  /// A reading may be so many cycles old. At least 1, default 3.
  public var staleCycles = 3
  /// A loop that lost more time than this at once stops. Default 100 ms.
  public var stall = TimeSpan.milliseconds(100)
  /// Measured speed over the velocity limit by this factor is a fault. At least 1, default 1.2.
  public var overSpeed = 1.2
  /// Distance beyond a position limit that is a fault [rad]. Default 0.1.
  public var positionMargin = 0.1
  /// A joint may be armed this far beyond a position limit [rad]. Default 0.03.
  public var armingMargin = 0.03
  /// The gains ramp up over this time after arming. Default 200 ms.
  public var armingTime = TimeSpan.milliseconds(200)
  /// Reference and measurement further apart than this [rad], default 0.5 ...
  public var followingError = 0.5
  /// ... for this long is a fault. Default 50 ms.
  public var followingErrorTime = TimeSpan.milliseconds(50)
  /// Half cycles about the reference that exchange the effort limit times this angle are an oscillation [rad];
  /// 0: none is. Default 0.001.
  public var oscillation = 0.001
  /// A reading further than the velocity limit and this explain is a jump [rad]. Default 0.05.
  public var jumpMargin = 0.05
  /// What a degraded robot keeps of each joint's velocity limit, 0.01...1. Default 0.25.
  public var degradedSpeed = 0.25
  /// The share of its effort limit with which every joint is asked at arming whether it moves to where it is
  /// pushed, 0.01...1; `nil`: none is. Default none.
  public var polarityProbe: Double?
  /// A motion starts no further than this from the present reference [rad]. Default 0.02.
  public var startTolerance = 0.02

  /// Where a person must have approved the files before the robot may be armed. Default: on hardware.
  public var approval = Approval.hardware

  /// What the owner takes upon themselves, although it is known not to be safe.
  public var accepted: Set<AcceptedRisk> = []

  /// What forbids to arm on hardware unless the robot's owner accepts it.
  public enum AcceptedRisk: String, Hashable, Sendable, CaseIterable {
    /// What the outputs do after the daemon died is unknown, or they stay on.
    case outputRelease = "output_release"
  }

  /// Where a person's approval is needed.
  public enum Approval: String, Hashable, Sendable, CaseIterable {
    /// On hardware.
    case hardware
    /// In simulations too.
    case always
  }

  /// The defaults. Source: Documentation/safety.md.
  public init() {}
}
