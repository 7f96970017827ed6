public import RobotControl

/// What the decode stage says of one joint in one cycle.
public struct JointMeasurement: BitwiseCopyable, Sendable {
  /// What the sample is worth.
  public enum Quality: UInt8, BitwiseCopyable, Sendable {
    /// A new reading of this cycle.
    case fresh
    /// No reading in this cycle: the bus failed, or its reply came late.
    case missing
    /// A reading that the device itself calls invalid (no magnet, all bits alike).
    case invalid

    /// Spelt out: the generic `==` of raw values is refused by the real-time checks in debug builds.
    @_noAllocation @_noLocks
    public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  }
  /// The joint's position [rad]; meaningful when `quality` is `fresh`.
  public var position: Double
  /// What the sample is worth.
  public var quality: Quality
  /// For how many cycles the device has given this very number, bit by bit.
  public var stillCycles: UInt32

  /// A sample.
  @_noAllocation @_noLocks
  public init(position: Double, quality: Quality, stillCycles: UInt32 = 0) {
    self.position = position
    self.quality = quality
    self.stillCycles = stillCycles
  }

  /// The position, NaN when there is none of this cycle.
  @_noAllocation @_noLocks
  func reading() -> Double { quality == .fresh ? position : .nan }

  /// 1 when there is no reading in this cycle.
  @_noAllocation @_noLocks
  func missing() -> Double { quality == .missing ? 1 : 0 }
}

/// One joint's 5-tuple from a stream of commands. NaN leaves a value to the robot: the position and
/// velocity where the reference is, the gains of the robot file, no feed-forward.
public struct JointTarget: BitwiseCopyable, Sendable {
  /// Position [rad].
  public var position: Double
  /// Velocity [rad/s].
  public var velocity: Double
  /// Stiffness [N.m/rad]; below 0 counts as 0, because it would drive the joint away.
  public var kp: Double
  /// Damping [N.m.s/rad]; below 0 counts as 0.
  public var kd: Double
  /// Effort added as it is [N.m].
  public var feedForward: Double

  /// A target in SI units.
  @_noAllocation @_noLocks
  public init(position: Double, velocity: Double, kp: Double, kd: Double, feedForward: Double) {
    self.position = position
    self.velocity = velocity
    self.kp = kp
    self.kd = kd
    self.feedForward = feedForward
  }

  /// Everything left to the robot.
  @_noAllocation @_noLocks
  public static func unspecified() -> JointTarget {
    JointTarget(position: .nan, velocity: .nan, kp: .nan, kd: .nan, feedForward: .nan)
  }
}

/// What a cycle publishes of one joint.
public struct JointSnapshot: BitwiseCopyable, Sendable {
  /// Reference position [rad].
  public var referencePosition = 0.0
  /// Reference velocity [rad/s].
  public var referenceVelocity = 0.0
  /// Measured position [rad].
  public var measuredPosition = 0.0
  /// Estimated velocity [rad/s].
  public var measuredVelocity = 0.0
  /// The effort that the law asked for [N.m].
  public var desiredEffort = 0.0
  /// The effort that was applied [N.m].
  public var appliedEffort = 0.0
  /// Duty of the bridge in the joint's place, -1...1.
  public var duty = 0.0
  /// Why applied differs from desired, and the reference from its target.
  public var limits = LimitFlags()
  /// Age of the measurement in cycles.
  public var age: UInt32 = 0
  /// Sum of squared tracking errors since the motion began [rad^2].
  public var squaredErrorSum = 0.0
  /// Largest tracking error since the motion began [rad].
  public var maximumError = 0.0

  /// Nothing measured yet.
  @_noAllocation @_noLocks
  public init() {}
}
