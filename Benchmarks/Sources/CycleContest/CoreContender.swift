public import CycleTwin
internal import Glibc
internal import RobotControl
internal import RobotCore
internal import RobotDynamics
internal import RobotUnits

/// RobotCore's cycle.
public final class CoreContender: Contender {
  public let name = "RobotCore"
  private let cycle: UnsafeMutablePointer<ControlCycle>
  private let turn: UnsafeMutablePointer<CoreTurn>
  private var recording = FixedArray<CycleInput>([])
  private var times = FixedArray<MonotonicInstant>([])
  private var samples = FixedArray<JointMeasurement>([])
  private var targets = FixedArray<JointTarget>([])
  private var position = 0

  /// What goes into `step` and comes out of it and of `publish`.
  struct CoreTurn: ~Copyable {
    var cycle = Cycle(index: 0, time: MonotonicInstant(nanoseconds: 0), period: 0)
    var input = CycleInput()
    var verdict = Verdict()
    let snapshots: FixedArray<JointSnapshot>
  }

  /// The cycle for `joints` at a period of `period` s; with `hasGravity` they are fingers of four on a
  /// palm, and the gravity and inertia of the tree are fed forward.
  public init(_ joints: [twin_configuration], period: Double, hasGravity: Bool = false) {
    let bodies = (0..<(hasGravity ? joints.count : 0)).map { joint in
      Body(
        parent: joint % 4 == 0 ? -1 : joint - 1, coordinate: joint, motion: .revolute,
        p_PB: Vector3(0.04, 0, 0), R_PB: .identity(), axis_B: Vector3(0, 1, 0), mass: 0.05,
        com_B: Vector3(0.02, 0, 0), inertia_B: (Vector3(1e-5, 1e-5, 1e-5), .zero))
    }
    cycle = .allocate(capacity: 1)
    cycle.initialize(
      to: ControlCycle(
        joints: joints.enumerated().map { index, joint in
          JointConfiguration(joint, coordinate: hasGravity ? index : -1)
        }, tree: KinematicTree(bodies: bodies, coordinateCount: bodies.count),
        safety: SafetyConfiguration(), period: period))
    turn = .allocate(capacity: 1)
    turn.initialize(
      to: CoreTurn(snapshots: FixedArray(repeating: JointSnapshot(), count: joints.count)))
    turn.pointee.cycle.period = period
  }

  deinit {
    cycle.deinitialize(count: 1)
    cycle.deallocate()
    turn.deinitialize(count: 1)
    turn.deallocate()
  }

  public func setMotion(_ motion: MotionTable) {
    // Both are three doubles; the twin's points are RobotControl's.
    let points = UnsafeRawPointer(motion.points).assumingMemoryBound(to: MotionPoint.self)
    cycle.pointee.motion = MotionView(
      times: motion.times, points: points, knotCount: motion.knotCount)
  }

  public func prepare(_ next: Turn) {
    for (joint, sample) in next.samples.enumerated() {
      cycle.pointee.measurements[joint] = JointMeasurement(sample)
    }
    for (joint, target) in next.targets.enumerated() {
      cycle.pointee.targets[joint] = JointTarget(target)
    }
    turn.pointee.cycle.index = next.index
    turn.pointee.cycle.time = MonotonicInstant(nanoseconds: next.input.time)
    turn.pointee.input = CycleInput(next.input)
  }

  public func run() {
    turn.pointee.verdict = cycle.pointee.step(turn.pointee.cycle, turn.pointee.input)
    cycle.pointee.publish(into: turn.pointee.snapshots)
  }

  /// The last turn again, `count` times, with the verdict kept where it is made, as the daemon does.
  public func repeatTurn(_ count: Int) {
    let (cycle, turn) = (cycle, turn)
    var powered = 0
    for _ in 0..<count {
      let verdict = cycle.pointee.step(turn.pointee.cycle, turn.pointee.input)
      cycle.pointee.publish(into: turn.pointee.snapshots)
      if verdict.outputsEnabled { powered += 1 }
    }
    precondition(powered == count || powered == 0, "the robot's power changed in between")
  }

  public func record(_ turns: [Turn]) {
    recording = FixedArray(turns.map { CycleInput($0.input) })
    times = FixedArray(turns.map { MonotonicInstant(nanoseconds: $0.input.time) })
    samples = FixedArray(turns.flatMap { $0.samples.map { JointMeasurement($0) } })
    targets = FixedArray(turns.flatMap { $0.targets.map { JointTarget($0) } })
    position = 0
  }

  public func replay(_ count: Int) {
    let jointCount = cycle.pointee.jointCount
    let (samples, targets, recording) = (samples.base, targets.base, recording.base)
    let (times, cycle, turn) = (times.base, cycle, turn)
    let turns = self.recording.count
    var position = position
    for _ in 0..<count {
      memcpy(
        cycle.pointee.measurements.base, samples + position * jointCount,
        jointCount * MemoryLayout<JointMeasurement>.stride)
      memcpy(
        cycle.pointee.targets.base, targets + position * jointCount,
        jointCount * MemoryLayout<JointTarget>.stride)
      turn.pointee.cycle.time = times[position]
      turn.pointee.verdict = cycle.pointee.step(turn.pointee.cycle, recording[position])
      cycle.pointee.publish(into: turn.pointee.snapshots)
      position = position + 1 == turns ? 0 : position + 1
    }
    self.position = position
  }

  public var verdict: twin_verdict {
    let verdict = turn.pointee.verdict
    return twin_verdict(
      refusal: verdict.result?.refusal.rawValue ?? 0, latched: verdict.latched?.code.rawValue ?? 0,
      fault: cycle.pointee.fault?.code.rawValue ?? 0,
      latched_joint: Int32(verdict.latched?.joint ?? -1),
      lifecycle: cycle.pointee.lifecycle.state.rawValue, source: cycle.pointee.source.rawValue,
      outputs_enabled: verdict.outputsEnabled)
  }

  public func snapshot(_ index: Int) -> twin_snapshot {
    let joint = turn.pointee.snapshots[index]
    return twin_snapshot(
      reference_position: joint.referencePosition, reference_velocity: joint.referenceVelocity,
      measured_position: joint.measuredPosition, measured_velocity: joint.measuredVelocity,
      desired_effort: joint.desiredEffort, applied_effort: joint.appliedEffort, duty: joint.duty,
      limits: joint.limits.rawValue, age: joint.age, squared_error_sum: joint.squaredErrorSum,
      maximum_error: joint.maximumError)
  }

  public func duty(_ index: Int) -> Double { cycle.pointee.duties[index] }
}
