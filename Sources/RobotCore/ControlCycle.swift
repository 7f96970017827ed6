internal import RobotControl
public import RobotDynamics
public import RobotUnits

/// The control cycle: one total function of its inputs.
///
/// `estimate -> supervise -> control -> guard`, for all joints, once per grid point. No clock, no I/O,
/// no allocation, no lock, no throw. The daemon, the virtual clock, the tests and the tools call the
/// same function. Decoding before it and encoding after it belong to the composition root, which knows
/// the devices. Real-time: `step` yes, `init` no.
public struct ControlCycle: ~Copyable {
  /// The number of joints.
  public let jointCount: Int
  /// The decode stage writes here before `step`.
  public let measurements: FixedArray<JointMeasurement>
  /// The stream's latest targets; written before `step`.
  public let targets: FixedArray<JointTarget>
  /// Duty of each joint's bridge, -1...1, after `step`. Always 0 while the outputs are off.
  public let duties: FixedArray<Double>
  /// What is published of each joint, after `step`.
  public let snapshots: FixedArray<JointSnapshot>
  /// The motion to play; set while none runs.
  public var motion: MotionView?
  /// Where the robot stands.
  public internal(set) var lifecycle = Lifecycle()
  /// The latched fault; kept until it is cleared.
  public internal(set) var fault: FaultRecord?
  /// Where the reference comes from.
  public internal(set) var source = ReferenceSource.rest
  /// Whether the last motion came to its end.
  public internal(set) var hasFinishedMotion = false
  /// The motion's progress.
  public internal(set) var player = MotionPlayer()
  /// Cycles since the motion began, for the tracking error.
  public internal(set) var trackedCycles: UInt64 = 0

  let joints: FixedArray<JointConfiguration>
  let state: FixedArray<JointState>
  let positions: FixedArray<Double>
  let tree: KinematicTree
  let safety: SafetyConfiguration
  let period: Double
  /// The stream was lost: joints whose reaction is to damp or to coast are let go until armed again.
  var lossPending = false

  /// A cycle for `joints` at a nominal period of `period` s. Where no joint uses the dynamics, `tree`
  /// may be empty.
  public init(
    joints: consuming FixedArray<JointConfiguration>, tree: consuming KinematicTree,
    safety: SafetyConfiguration, period: Double
  ) {
    let joints = joints
    jointCount = joints.count
    measurements = FixedArray(
      repeating: JointMeasurement(position: 0, quality: .missing), count: joints.count)
    targets = FixedArray(repeating: .unspecified(), count: joints.count)
    duties = FixedArray(repeating: 0, count: joints.count)
    snapshots = FixedArray(repeating: JointSnapshot(), count: joints.count)
    positions = FixedArray(repeating: 0, count: tree.coordinateCount)
    state = FixedArray(count: joints.count) { JointState(joints[$0], period: period) }
    self.joints = joints
    self.tree = tree
    self.safety = safety
    self.period = period
  }

  /// One turn. Total: every input leads to a verdict.
  @_noAllocation @_noLocks
  public mutating func step(_ cycle: Cycle, _ input: CycleInput) -> Verdict {
    var verdict = Verdict()
    estimate(skippedCycles: input.skippedCycles)
    supervise(cycle, input, &verdict)
    if input.hasRequest { verdict.result = answer(input.request, input) }
    advanceReference(cycle, input)
    control(cycle, &verdict)
    verdict.outputsEnabled = lifecycle.state.isPowered()
    publish()
    return verdict
  }

  /// Stops the robot as `code` says, and latches it: the first fault is kept, and of those of one cycle
  /// one that switches off before one that brakes.
  @_noAllocation @_noLocks
  mutating func latch(
    _ code: FaultCode, joint: Int, value: Double, limit: Double, _ cycle: Cycle,
    _ verdict: inout Verdict
  ) {
    // Taken only while powered, so nothing that switches off came before.
    guard lifecycle.take(code.reaction().event()) else { return }
    let isWorse = verdict.latched != nil && !lifecycle.state.isPowered()
    guard fault == nil || isWorse else { return }
    let record = FaultRecord(code: code, joint: joint, value: value, limit: limit, cycle: cycle)
    fault = record
    verdict.latched = record
  }
}

/// Where the reference comes from while the robot is active.
public enum ReferenceSource: UInt8, BitwiseCopyable, Sendable {
  /// Stay where the reference is.
  case rest
  /// The uploaded motion.
  case motion
  /// A jog of single joints.
  case jog
  /// The stream of commands.
  case stream

  /// Spelt out: the generic `==` of raw values is refused by the real-time checks in debug builds.
  @_noAllocation @_noLocks
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
}

/// What the cycle remembers of one joint.
struct JointState: BitwiseCopyable, Sendable {
  var estimator: VelocityEstimator
  var limiter = ReferenceLimiter()
  var law = JointLaw()
  /// The last sample that was believed [rad].
  var measured = 0.0
  var hasMeasured = false
  /// Cycles since then.
  var age: UInt32 = 0
  /// Time since then, skipped cycles too [s].
  var elapsed = 0.0
  var freshRun: UInt32 = 0
  var jumps: UInt32 = 0
  var overSpeedRun: UInt32 = 0
  var followingErrorTime = 0.0
  /// Time since the gains began to ramp up [s].
  var rampTime = 0.0
  /// The end of the jog, or where the joint rests.
  var goal = 0.0
  var jogSpeed = 0.0
  var target: JointTarget
  var limits = LimitFlags()
  var desired = 0.0
  var applied = 0.0
  var squaredErrorSum = 0.0
  var maximumError = 0.0

  init(_ configuration: JointConfiguration, period: Double) {
    estimator = VelocityEstimator(corner: configuration.velocityFilter, period: period)
    target = .unspecified()
  }
}
