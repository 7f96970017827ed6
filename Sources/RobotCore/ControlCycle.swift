internal import RobotControl
public import RobotDynamics
public import RobotUnits

/// The control cycle: one total function of its inputs.
///
/// `estimate -> supervise -> control -> guard`, for all joints, once per grid point. No clock, no I/O,
/// no allocation, no lock, no throw. The daemon, the virtual clock, the tests and the tools call the
/// same function. Decoding before it and encoding after it belong to the composition root, which knows
/// the devices. Real-time: `step` and `publish` yes, `init` no.
public struct ControlCycle: ~Copyable {
  /// The number of joints.
  public let jointCount: Int
  /// The decode stage writes here before `step`. Like `targets` and `duties` as long as whole pairs of
  /// joints are: of an odd number, what is beyond belongs to the cycle.
  public let measurements: FixedArray<JointMeasurement>
  /// What the encoders on the shafts of a coupling say, by the joint in whose place they are; the decode
  /// stage writes it before `step`, and `measurements` of those joints are made of it.
  public let shafts: FixedArray<JointMeasurement>
  /// What the second encoders of joints say, by joint; empty where no joint has one, and else whole pairs. The
  /// decode stage writes those of joints that have one before `step`.
  public let redundantMeasurements: FixedArray<JointMeasurement>
  /// The stream's latest targets; written before `step`.
  public let targets: FixedArray<JointTarget>
  /// Duty of the bridge in each joint's place, -1...1, after `step`. Always 0 while the outputs are off.
  public let duties: FixedArray<Double>
  /// The share of its effort limit that temperatures leave each joint, above 0 and at most 1; written before
  /// `step`, counts while `isDerated`.
  public let deratings: FixedArray<Double>
  /// Whether one of them is below 1.
  public var isDerated = false
  private var wasDerated = false
  /// The motion to play; set while none runs.
  public var motion: MotionView?
  /// Where the robot stands.
  public internal(set) var lifecycle = Lifecycle()
  /// The latched fault; kept until it is cleared.
  public internal(set) var fault: FaultRecord?
  /// What forbids to arm, after a request to arm or to examine that was refused.
  public internal(set) var armingBlocks = ArmingBlocks()
  /// Why the robot is degraded; kept as long as it is.
  public internal(set) var degradation: StopRecord?
  /// Where the reference comes from.
  public internal(set) var source = ReferenceSource.rest
  /// Whether the last motion came to its end.
  public internal(set) var hasFinishedMotion = false
  /// The motion's progress.
  public internal(set) var player = MotionPlayer()
  /// How fast motions are played, 0.01...1 of what is written; everything else counts as the nearest, what is
  /// no number as 0.01. A motion that runs gets there as its joints can, and stays on its path.
  public var motionRate: Double {
    @_noAllocation @_noLocks get { givenMotionRate }
    @_noAllocation @_noLocks set {
      givenMotionRate = newValue >= 0.01 ? min(newValue, 1) : 0.01
    }
  }
  private var givenMotionRate = 1.0
  /// The stop along the path of a motion, while there is one.
  var pathStop = PathStop()
  /// While a motion slows down because the robot is degraded.
  var slowdown = PathStop()
  /// Cycles since the motion began, for the tracking error.
  public internal(set) var trackedCycles: UInt64 = 0

  let joints: FixedArray<JointConfiguration>
  let pairs: FixedArray<JointPair>
  let positions: FixedArray<Double>
  let linkages: FixedArray<JointLinkage>
  let couplings: ActuatorCouplings
  let followers: JointFollowers
  let loops: FixedArray<LoopPair>
  let impedances: TipImpedances
  let admittances: FixedArray<AdmittancePair>
  let observers: FixedArray<ObserverPair>
  let heats: FixedArray<HeatPair>
  let redundants: FixedArray<RedundantPair>
  let falls: FixedArray<FallPair>
  let tree: KinematicTree
  let treeWork: TreeWork
  /// What the tree says for each coordinate at `positions`.
  let gravity: FixedArray<Double>
  let inertia: FixedArray<Double>
  let switches: FixedArray<LimitSwitch>
  /// Where the brakes are.
  public internal(set) var brakes: BrakeSequence
  /// Since when the gains have been up and the brakes waited for the joints to be held.
  var holdSince: MonotonicInstant?
  let safety: SafetyConfiguration
  let period: Double
  /// What forbids to arm and was found before the first cycle: it stays.
  let startBlocks: FixedArray<ArmingBlock>
  /// The stream was lost: joints whose reaction is to damp or to coast are let go until armed again.
  var lossPending = false
  /// What the loop lost lately.
  var losses = LossWindow()
  /// The way back of joints that are outside their limits.
  var recovery = Recovery()
  /// Which joint is asked whether it moves to where it is pushed.
  var probe = PolarityProbe()
  /// While arming: whether the references are at rest.
  var hasBraked = false
  /// Whether references move at the speed of `degraded`.
  var isSlow = false

  /// A cycle for `joints` at a nominal period of `period` s. Where no joint uses the dynamics, `tree`
  /// may be empty. Joints of `couplings` have no motor of their own: `supply` infinite. `startBlocks`
  /// forbid to arm as long as the cycle lives.
  public init(
    joints: consuming FixedArray<JointConfiguration>, tree: consuming KinematicTree,
    safety: SafetyConfiguration, period: Double,
    couplings: consuming ActuatorCouplings = ActuatorCouplings(),
    followers: consuming JointFollowers = JointFollowers(),
    impedances: consuming TipImpedances = TipImpedances(),
    switches: consuming FixedArray<LimitSwitch> = LimitSwitch.none(),
    brakes: BrakeSequence = BrakeSequence(),
    startBlocks: consuming FixedArray<ArmingBlock> = FixedArray(
      repeating: ArmingBlock(.none), count: 0)
  ) {
    let joints = joints
    jointCount = joints.count
    let pairCount = (joints.count + 1) / 2
    measurements = FixedArray(
      repeating: JointMeasurement(position: 0, quality: .missing), count: 2 * pairCount)
    shafts = FixedArray(
      repeating: JointMeasurement(position: 0, quality: .missing), count: joints.count)
    targets = FixedArray(repeating: .unspecified(), count: 2 * pairCount)
    duties = FixedArray(repeating: 0, count: 2 * pairCount)
    deratings = FixedArray(repeating: 1, count: 2 * pairCount)
    positions = FixedArray(repeating: 0, count: tree.coordinateCount)
    pairs = FixedArray(count: pairCount) { index in
      let second = 2 * index + 1 < joints.count ? joints[2 * index + 1] : .idle()
      return JointPair(joints[2 * index], second, safety, period: period)
    }
    linkages = FixedArray(of: joints)
    self.couplings = couplings
    self.followers = followers
    loops = FixedArray(of: joints, period: period)
    admittances = FixedArray(of: joints, period: period)
    observers = FixedArray(of: joints, period: period)
    heats = FixedArray(of: joints, safety)
    falls = FixedArray(of: joints, period: period)
    redundants = FixedArray(of: joints)
    redundantMeasurements = FixedArray(
      repeating: JointMeasurement(position: 0, quality: .missing),
      count: redundants.count > 0 ? 2 * pairCount : 0)
    if joints.count % 2 == 1 {
      measurements[joints.count] = JointMeasurement(position: 0, quality: .fresh)
    }
    treeWork = TreeWork(for: tree)
    gravity = FixedArray(repeating: 0, count: tree.velocityCount)
    inertia = FixedArray(repeating: 0, count: tree.velocityCount)
    self.impedances = impedances
    self.joints = joints
    self.switches = switches
    self.brakes = brakes
    self.tree = tree
    self.safety = safety
    self.period = period
    self.startBlocks = startBlocks
    linkExtras()
  }

  /// One turn. Total: every input leads to a verdict.
  @_noAllocation @_noLocks @inlinable
  public mutating func step(_ cycle: Cycle, _ input: CycleInput) -> Verdict {
    var verdict = Verdict()
    step(cycle, input, &verdict)
    return verdict
  }

  @_noAllocation @_noLocks @usableFromInline
  mutating func step(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    losses.pass(skippedCycles: input.skippedCycles, period: period)
    estimate(skippedCycles: input.skippedCycles)
    if heats.count > 0 { warmMotors(skippedCycles: input.skippedCycles) }
    if input.channelDisagreement > 0 { faultChannels(cycle, input, &verdict) }
    supervise(cycle, input, &verdict)
    if redundants.count > 0 { compareEncoders(cycle, &verdict) }
    if switches.count > 0 { obeySwitches(cycle, input, &verdict) }
    if input.degrading.joint >= 0 || input.watches.isAny { degrade(cycle, input, &verdict) }
    if admittances.count > 0 { beginReferences() }
    if input.hasRequest { verdict.result = answer(input.request, input) }
    advanceReference(cycle, input, &verdict)
    if admittances.count > 0 { endReferences() }
    if brakes.isUsed { sequenceBrakes(cycle, input, &verdict) }
    if (lifecycle.state == .degraded) != isSlow || slowdown.hasBegun { changeSpeed() }
    if isDerated || wasDerated { derate() }
    control(cycle, &verdict)
    if isDerated { noteDeratings() }
    wasDerated = isDerated
    if heats.count > 0 { examineHeat(cycle, &verdict) }
    if switches.count > 0 { noteSwitches() }
    verdict.outputsEnabled = lifecycle.state.isPowered()
    verdict.brakesReleased = verdict.outputsEnabled && brakes.isReleaseCommanded()
  }

  /// Stops the robot as `code` says, and latches it: the first fault is kept, and of those of one cycle
  /// one that switches off before one that brakes.
  @_noAllocation @_noLocks
  mutating func latch(
    _ code: FaultCode, joint: Int, device: Int = -1, value: Double, limit: Double, _ cycle: Cycle,
    _ verdict: inout Verdict
  ) {
    // Taken only while powered, so nothing that switches off came before.
    guard lifecycle.take(code.event()) else { return }
    let isWorse = verdict.latched != nil && !lifecycle.state.isPowered()
    guard fault == nil || isWorse else { return }
    let record = FaultRecord(
      code: code, joint: joint, device: device, value: value, limit: limit, cycle: cycle)
    fault = record
    verdict.latched = record
  }
}

/// Where the reference comes from while the robot follows commands.
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
