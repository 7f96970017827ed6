public import RobotControl

/// What a joint does when its reference is lost. The values are part of the wire format.
public enum LossReaction: UInt8, BitwiseCopyable, Sendable {
  /// Hold the position.
  case hold
  /// Damping only.
  case damp
  /// No effort.
  case coast

  /// Spelt out: the generic `==` of raw values is refused by the real-time checks in debug builds.
  @_noAllocation @_noLocks
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
}

/// All that the control cycle knows of one joint: immutable, valid by construction of the robot file.
public struct JointConfiguration: BitwiseCopyable, Sendable {
  /// Position, velocity and acceleration bounds of the reference.
  public var bounds: ReferenceLimiter.Bounds
  /// Greatest effort [N.m].
  public var effortLimit: Double
  /// The gains of the robot file.
  public var gains: JointLaw.Gains
  /// Corner of the velocity estimate [Hz].
  public var velocityFilter: Double
  /// The motor, seen from the joint; behind a linkage, seen from its crank. Of a coupled joint only its
  /// infinite supply counts.
  public var motor: DCMotor
  /// 1, or -1 when a positive voltage moves the joint towards negative positions.
  public var actuatorDirection: Double
  /// Inertia of the rotor, seen from where the motor is [kg.m^2 or kg].
  public var armature: Double
  /// Coulomb friction that is fed forward in the direction of the reference velocity [N.m].
  public var frictionCompensation: Double
  /// Whether gravity and inertia of the tree are fed forward.
  public var usesDynamics: Bool
  /// The joint's coordinate in the tree, or -1.
  public var coordinate: Int
  /// What happens when the reference is lost.
  public var onLoss: LossReaction
  /// Whether every limit is given; a joint without is measured, but not armed.
  public var hasLimits: Bool
  /// The linkage between motor and joint, its rate above 0, where there is one.
  public var linkage: FourBarTransmission?
  /// The lever at which the margins of `SafetyConfiguration`, angles, are taken: 1 for a rotary joint,
  /// metres per radian for a prismatic one.
  public var lever: Double
  /// The loops that stand in for the joint law and its `gains`, where there are some.
  public var loops: LoopLaw?
  /// How its reference yields to what presses on it, where it does.
  public var admittance: JointAdmittance?
  /// What watches that its feedback stays passive, where something does.
  public var passivity: JointPassivity?
  /// What takes its command.
  public var drive: JointDrive
  /// What its motor bears, where that is known; not of a coupled joint.
  public var rating: MotorHeat.Rating?
  /// What must agree with its encoder, where there is something.
  public var redundantEncoder: RedundantEncoder?

  /// A joint in SI units.
  public init(
    bounds: ReferenceLimiter.Bounds, effortLimit: Double, gains: JointLaw.Gains,
    velocityFilter: Double, motor: DCMotor, actuatorDirection: Double, armature: Double,
    frictionCompensation: Double, usesDynamics: Bool, coordinate: Int, onLoss: LossReaction,
    hasLimits: Bool = true, linkage: FourBarTransmission? = nil, lever: Double = 1,
    loops: LoopLaw? = nil, admittance: JointAdmittance? = nil, passivity: JointPassivity? = nil,
    drive: JointDrive = .effort, rating: MotorHeat.Rating? = nil,
    redundantEncoder: RedundantEncoder? = nil
  ) {
    self.bounds = bounds
    self.effortLimit = effortLimit
    self.gains = gains
    self.velocityFilter = velocityFilter
    self.motor = motor
    self.actuatorDirection = actuatorDirection
    self.armature = armature
    self.frictionCompensation = frictionCompensation
    self.usesDynamics = usesDynamics
    self.coordinate = coordinate
    self.onLoss = onLoss
    self.hasLimits = hasLimits
    self.linkage = linkage
    self.lever = lever
    self.loops = loops
    self.admittance = admittance
    self.passivity = passivity
    self.drive = drive
    self.rating = rating
    self.redundantEncoder = redundantEncoder
  }
}

/// When the core gives up. In cycles and SI units; angles are taken at each joint's `lever`. Source of the defaults:
/// Documentation/safety.md.
public struct SafetyConfiguration: BitwiseCopyable, Sendable {
  /// A sample may be this many cycles old (rows 1, 2 and 9).
  public var staleCycles: UInt32 = 3
  /// Measured speed over the limit by this factor is a fault (row 14) ...
  public var overSpeedFactor = 1.2
  /// ... when it lasts this many cycles.
  public var overSpeedCycles: UInt32 = 2
  /// Distance beyond a position limit that is a fault [rad] (row 13).
  public var positionMargin = 0.1
  /// A joint that rests on its mechanical stop may be armed this far beyond its limit [rad]; its
  /// reference then moves inwards.
  public var armingMargin = 0.03
  /// Reference and measurement further apart than this [rad] (row 14) ...
  public var followingError = 0.5
  /// ... for this long [s] is a fault.
  public var followingErrorTime = 0.05
  /// Half cycles that exchange the effort limit times this angle, over and over, are an oscillation [rad]; 0:
  /// nothing is one (row 30).
  public var oscillation = 0.001
  /// Movements about the reference within this much are none, but noise [rad].
  public var oscillationGrain = 0.003
  /// A servo that is further than this from its reference [rad] without a current, for as long as its monitor
  /// says, is silent (row 7).
  public var silentError = 0.1
  /// A step between two samples that the velocity limit does not explain: this factor of it ... (row 6)
  public var jumpFactor = 1.5
  /// ... and this much more, for noise [rad].
  public var jumpMargin = 0.05
  /// The gains ramp up over this time after arming [s].
  public var armingTime = 0.2
  /// Every encoder has given this many good readings before arming, with no bad one and no longer gap
  /// than `staleCycles` among them.
  public var freshCycles: UInt32 = 10
  /// An encoder whose reading has not changed by one count for so many cycles, while its joint does not
  /// follow, is frozen.
  public var frozenCycles: UInt32 = 50
  /// The share of its effort limit with which every joint is asked at arming whether it moves to where it is
  /// pushed; 0: none is.
  public var probeShare = 0.0
  /// What a degraded robot keeps of each joint's velocity limit, 0.01...1.
  public var degradedSpeed = 0.25
  /// A motion starts no further than this from the present reference [rad].
  public var motionStartTolerance = 0.02
  /// A loop that lost more time than this at once stops [s] (row 18).
  public var stallTime = 0.1
  /// The two channels of an emergency stop may disagree for so long [s].
  public var channelDiscrepancy = 0.05
  /// After the gains are up, joints stand at their references within this time [s], or the brakes stay
  /// engaged.
  public var holdTime = 1.0

  /// The defaults.
  public init() {}
}
