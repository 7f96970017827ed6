import RobotControl
import RobotCore
import RobotDynamics
import RobotUnits

/// A control cycle with its surroundings: time that passes, samples, a stream, requests.
final class Bench {
  static let period = 0.002

  var cycle: ControlCycle
  private let snapshots: FixedArray<JointSnapshot>
  /// What goes into the next cycle; events of one cycle are taken back after it.
  var input = CycleInput()
  /// The samples of the next cycle.
  var samples: [JointMeasurement]
  /// Whether each joint is where its reference was (a perfect drive), or where `samples` says.
  var follows = false
  var index: UInt64 = 0
  private var sequence: UInt64 = 100

  init(
    _ joints: [JointConfiguration], tree: consuming KinematicTree, safety: SafetyConfiguration,
    couplings: [CouplingConfiguration] = [],
    impedances: consuming TipImpedances = TipImpedances(), switches: [LimitSwitch] = [],
    brakes: BrakeSequence = BrakeSequence()
  ) {
    samples = joints.map { _ in JointMeasurement(position: 0, quality: .fresh) }
    snapshots = FixedArray(repeating: JointSnapshot(), count: joints.count)
    cycle = ControlCycle(
      joints: joints, tree: tree, safety: safety, period: Self.period,
      couplings: ActuatorCouplings(couplings), impedances: impedances, switches: switches,
      brakes: brakes)
  }

  convenience init(
    _ joints: [JointConfiguration], couplings: [CouplingConfiguration] = [],
    switches: [LimitSwitch] = [], brakes: BrakeSequence = BrakeSequence(),
    change: (inout SafetyConfiguration) -> Void = { _ in }
  ) {
    var safety = SafetyConfiguration()
    change(&safety)
    self.init(
      joints, tree: KinematicTree(bodies: [], coordinateCount: 0), safety: safety,
      couplings: couplings, switches: switches, brakes: brakes)
  }

  var state: LifecycleState { cycle.lifecycle.state }
  var now: MonotonicInstant { MonotonicInstant(nanoseconds: Int64(index) * 2_000_000) }

  func joint(_ index: Int) -> JointSnapshot { snapshots[index] }

  @discardableResult func step() -> Verdict {
    for joint in 0..<samples.count {
      if follows, cycle.lifecycle.state.isPowered() {
        samples[joint].position = snapshots[joint].referencePosition
      }
      cycle.measurements[joint] = samples[joint]
      cycle.shafts[joint] = samples[joint]
    }
    let verdict = cycle.step(Cycle(index: index, time: now, period: Self.period), input)
    cycle.publish(into: snapshots)
    index += 1 + input.skippedCycles
    input.hasRequest = false
    input.skippedCycles = 0
    return verdict
  }

  func run(_ cycles: Int) { for _ in 0..<cycles { step() } }

  /// Asks in the next cycle; the answer.
  @discardableResult func ask(
    _ kind: Request.Kind, joint: Int = -1, displacement: Double = 0, speed: Double = 0
  ) -> RequestResult? {
    sequence += 1
    input.hasRequest = true
    input.request = Request(
      kind, sequence: sequence, joint: joint, displacement: displacement, speed: speed)
    return step().result
  }

  /// Fresh samples for long enough, arm, and the ramp of 0.2 s.
  func activate(at positions: Double...) {
    for (joint, position) in positions.enumerated() { samples[joint].position = position }
    run(10)
    ask(.arm)
    run(110)
  }

  /// A frame of the stream, valid for `cycles`.
  func send(_ target: JointTarget, valid cycles: Int = 5) {
    for joint in 0..<samples.count { cycle.targets[joint] = target }
    input.hasStream = true
    input.streamValidUntil = now + TimeSpan(nanoseconds: Int64(cycles) * 2_000_000)
  }
}

extension CycleInput {
  /// What happened in one cycle only is over.
  mutating func endEvents() {
    emergencyStop = false
    safetyLineLost = false
    actuatorLost = JointSet()
    settingsLost = JointSet()
    actuatorFault = JointSet()
    servoFault = JointSet()
    servoSilent = JointSet()
    edgesLost = JointSet()
    positionUnknown = JointSet()
    unreliable = UnreliableDevice()
    degrading = UnreliableDevice()
    channelDisagreement = 0
    overrun = Overrun()
  }
}

extension JointConfiguration {
  /// 3 rad/s, 20 rad/s^2, 2.5 N.m, within 1.5 rad, on the gear motor of a small arm.
  static func small(
    onLoss: LossReaction = .hold, change: (inout JointConfiguration) -> Void = { _ in }
  ) -> JointConfiguration {
    var joint = JointConfiguration(
      bounds: ReferenceLimiter.Bounds(lower: -1.5, upper: 1.5, velocity: 3, acceleration: 20),
      effortLimit: 2.5,
      gains: JointLaw.Gains(kp: 20, kd: 0.8, ki: 10, integralLimit: 0.5), velocityFilter: 50,
      motor: DCMotor(
        supply: 12, gear: 345, torqueConstant: 0.0087, resistance: 2.3, efficiency: 0.8),
      actuatorDirection: 1, armature: 0.05, frictionCompensation: 0.05, usesDynamics: false,
      coordinate: -1, onLoss: onLoss)
    change(&joint)
    return joint
  }
}

extension JointTarget {
  /// A position and velocity with the gains of the robot file.
  static func at(_ position: Double, velocity: Double = 0) -> JointTarget {
    JointTarget(position: position, velocity: velocity, kp: .nan, kd: .nan, feedForward: .nan)
  }
}

/// A joint about y with 1 kg at 0.2 m along x: it takes -1.962 N.m cos q to hold.
func loadedJoint(onLoss: LossReaction = .hold, loops: LoopLaw? = nil) -> Bench {
  let body = Body(
    parent: -1, coordinate: 0, motion: .revolute, p_PB: .zero, R_PB: .identity(),
    axis_B: Vector3(0, 1, 0), mass: 1, com_B: Vector3(0.2, 0, 0),
    inertia_B: (.zero, .zero))
  let joint = JointConfiguration.small(onLoss: onLoss) {
    $0.usesDynamics = true
    $0.coordinate = 0
    $0.loops = loops
  }
  return Bench(
    [joint], tree: KinematicTree(bodies: [body], coordinateCount: 1),
    safety: SafetyConfiguration())
}
