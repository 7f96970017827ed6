internal import RobotControl
internal import RobotUnits

/// Two joints: what the robot file says of them and what the cycle remembers.
///
/// All numbers of two joints stand side by side, so that one vector instruction serves both; counters
/// and yes-or-no are numbers too, because a mask is as wide as what it masks. An odd joint is paired
/// with an idle one, which is believed to rest at 0 and reports nothing.
struct JointPair: BitwiseCopyable, Sendable {
  /// Of the reference: a limit switch narrows them, and `degraded` lowers the velocity.
  var bounds: ReferenceLimiter.BoundsPair
  /// The joints' own velocity limits, whatever the reference's are [rad/s].
  let velocityLimit: Pair
  /// What the robot file allows, and what temperatures and the motors' heat leave of it [N.m].
  let givenEffortLimit: Pair
  var effortLimit: Pair
  let gains: JointLaw.GainsPair
  let margins: MarginPair
  /// Gear and rotor as the transmissions have them in this cycle.
  var motor: DCMotorPair
  /// Where a measured position is a fault: beyond the joints' own limits by the margin, or while a joint that was
  /// further outside comes back, just behind it.
  var outerLower: Pair
  var outerUpper: Pair
  let actuatorDirection: Pair
  var armature: Pair
  let frictionCompensation: Pair
  /// 1 for joints that are let go when the stream is lost: they damp or coast.
  let letsGo: Pair
  /// 1 for those of them that coast.
  let coasts: Pair
  /// Whether one of both has loops or an observer.
  var hasExtras = false
  /// Where the pair's loops are among those of the cycle, or -1 where both have the joint law.
  var loops = -1
  /// Where its observer is, or -1.
  var observer = -1
  /// 1 for joints to which gravity and inertia of the tree are fed forward.
  let usesTree: Pair
  /// Gravity effort [N.m] and inertia [kg.m^2] of those, as the tree has them in this cycle.
  var gravity = Pair.zero
  var inertia = Pair.zero

  var estimator: VelocityEstimator
  var limiter = ReferenceLimiter()
  var law = JointLaw()
  /// The last sample that was believed [rad].
  var measured = Pair.zero
  /// 1 once there was one.
  var hasMeasured = Pair.zero
  /// Cycles since then.
  var age = Pair.zero
  /// Time since then, skipped cycles too [s].
  var elapsed = Pair.zero
  var freshRun = Pair.zero
  var jumps = Pair.zero
  var overSpeedRun = Pair.zero
  var followingErrorTime = Pair.zero
  /// Time since the gains began to ramp up [s].
  var rampTime = Pair.zero
  /// The end of the jog, or where the joint rests.
  var goal = Pair.zero
  var jogSpeed = Pair.zero
  var oscillation: OscillationObserver
  /// What of the effort is fed forward, and no feedback [N.m].
  var fed = Pair.zero
  var fold = GainFold()
  /// When the gains were folded back [ns].
  var foldTime = SIMD2<Int64>.zero
  var limits = LimitFlagsPair()
  var desired = Pair.zero
  var applied = Pair.zero
  /// Since the motion began.
  var squaredErrorSum = Pair.zero
  var maximumError = Pair.zero

  init(
    _ first: JointConfiguration, _ second: JointConfiguration, _ safety: SafetyConfiguration,
    period: Double
  ) {
    margins = MarginPair(safety, lever: Pair(first.lever, second.lever))
    bounds = ReferenceLimiter.BoundsPair(first.bounds, second.bounds, period: period)
    velocityLimit = bounds.velocity
    givenEffortLimit = Pair(first.givenEffort, second.givenEffort)
    effortLimit = givenEffortLimit
    gains = JointLaw.GainsPair(first.gains, second.gains)
    motor = DCMotorPair(first.motor, second.motor)
    outerLower = bounds.lower - margins.position
    outerUpper = bounds.upper + margins.position
    actuatorDirection = Pair(first.actuatorDirection, second.actuatorDirection)
    armature = Pair(first.armature, second.armature)
    frictionCompensation = Pair(first.frictionCompensation, second.frictionCompensation)
    letsGo = Pair(first.onLoss == .hold ? 0 : 1, second.onLoss == .hold ? 0 : 1)
    coasts = Pair(first.onLoss == .coast ? 1 : 0, second.onLoss == .coast ? 1 : 0)
    usesTree = Pair(first.readsTree ? 1 : 0, second.readsTree ? 1 : 0)
    estimator = VelocityEstimator(
      corner: Pair(first.velocityFilter, second.velocityFilter), period: period)
    oscillation = OscillationObserver(first.oscillation(safety), second.oscillation(safety))
  }
}

/// The angles of the safety configuration, at the levers of two joints.
struct MarginPair: BitwiseCopyable, Sendable {
  let position: Pair
  let followingError: Pair
  let jump: Pair
  /// Below about this speed friction is fed forward in proportion to the velocity.
  let creep: Pair

  init(_ safety: SafetyConfiguration, lever: Pair) {
    position = safety.positionMargin * lever
    followingError = safety.followingError * lever
    jump = safety.jumpMargin * lever
    creep = 0.02 * lever
  }
}

extension JointConfiguration {
  /// Whether gravity and inertia of the tree are fed forward, and the tree has the joint.
  var readsTree: Bool {
    @_noAllocation @_noLocks get { usesDynamics && coordinate >= 0 }
  }

  /// The idle second of an odd last pair.
  static func idle() -> JointConfiguration {
    JointConfiguration(
      bounds: ReferenceLimiter.Bounds(
        lower: -.infinity, upper: .infinity, velocity: 1, acceleration: 1), effortLimit: 0,
      gains: JointLaw.Gains(kp: 0, kd: 0, ki: 0, integralLimit: 0), velocityFilter: 1,
      motor: DCMotor(supply: 1, gear: 1, torqueConstant: 1, resistance: 1, efficiency: 1),
      actuatorDirection: 1, armature: 0, frictionCompensation: 0, usesDynamics: false,
      coordinate: -1, onLoss: .hold)
  }
}
