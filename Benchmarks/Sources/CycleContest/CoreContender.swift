public import CycleTwin
internal import RobotControl
internal import RobotCore
public import RobotDynamics
internal import RobotUnits

/// RobotCore's cycle.
public final class CoreContender: Contender {
  public let name = "RobotCore"
  private let cycle: UnsafeMutablePointer<ControlCycle>
  private let turn: UnsafeMutablePointer<CoreTurn>

  /// What goes into `step` and comes out of it and of `publish`.
  struct CoreTurn: ~Copyable {
    var cycle = Cycle(index: 0, time: MonotonicInstant(nanoseconds: 0), period: 0)
    var input = CycleInput()
    var verdict = Verdict()
    let snapshots: FixedArray<JointSnapshot>
  }

  public init(
    _ joints: [twin_configuration], period: Double, tree: consuming KinematicTree, usesTree: Bool
  ) {
    cycle = .allocate(capacity: 1)
    cycle.initialize(
      to: ControlCycle(
        joints: joints.enumerated().map { index, joint in
          JointConfiguration(joint, coordinate: usesTree ? index : -1)
        }, tree: tree, safety: SafetyConfiguration(), period: period))
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

  public func runMeasured() { runCore(Unmanaged.passUnretained(self).toOpaque()) }

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

/// What callgrind collects.
@inline(never)
func runCore(_ core: UnsafeRawPointer) {
  Unmanaged<CoreContender>.fromOpaque(core).takeUnretainedValue().run()
}
