import BenchmarkKit
import RobotControl
import RobotCore
import RobotDynamics
import RobotUnits

/// A whole control cycle of `joints` joints that follows a stream, with a drive that is always where its
/// reference was.
final class CycleRig: TimedWork, @unchecked Sendable {
  // Used by one thread at a time.
  var cycle: ControlCycle
  private var input = CycleInput()
  private let snapshots: FixedArray<JointSnapshot>
  private var index: UInt64 = 0
  private static let period = TimeSpan.milliseconds(1)

  /// With `hasDynamics` the joints are fingers of four on a palm, and gravity is fed forward.
  init(joints: Int, hasDynamics: Bool) {
    let configurations = (0..<joints).map { joint in
      JointConfiguration(
        bounds: ReferenceLimiter.Bounds(lower: -1.5, upper: 1.5, velocity: 3, acceleration: 20),
        effortLimit: 2.5, gains: JointLaw.Gains(kp: 20, kd: 0.8, ki: 10, integralLimit: 0.5),
        velocityFilter: 50,
        motor: DCMotor(
          supply: 12, gear: 345, torqueConstant: 0.0087, resistance: 2.3, efficiency: 0.8),
        actuatorDirection: 1, armature: 0.05, frictionCompensation: 0.05,
        usesDynamics: hasDynamics, coordinate: hasDynamics ? joint : -1, onLoss: .hold)
    }
    let bodies = (0..<joints).map { joint in
      Body(
        parent: joint % 4 == 0 ? -1 : joint - 1, coordinate: joint, motion: .revolute,
        p_PB: Vector3(0.04, 0, 0), R_PB: .identity(), axis_B: Vector3(0, 1, 0), mass: 0.05,
        com_B: Vector3(0.02, 0, 0),
        inertia_B: (Vector3(1e-5, 1e-5, 1e-5), Vector3(0, 0, 0)))
    }
    let tree = KinematicTree(
      bodies: hasDynamics ? bodies : [], coordinateCount: hasDynamics ? joints : 0)
    snapshots = FixedArray(repeating: JointSnapshot(), count: joints)
    cycle = ControlCycle(
      joints: configurations, tree: tree, safety: SafetyConfiguration(),
      period: Self.period.seconds)
  }

  /// Arms, waits for the gains and follows a stream from then on.
  func activate() {
    run(20)
    input.hasRequest = true
    input.request = Request(.arm, sequence: 1)
    run(1)
    input.hasRequest = false
    run(300)
    for joint in 0..<cycle.jointCount {
      cycle.targets[joint] = JointTarget(
        position: 1, velocity: 0, kp: .nan, kd: .nan, feedForward: .nan)
    }
    input.hasStream = true
    input.streamValidUntil = MonotonicInstant(nanoseconds: .max)
    run(100)
    precondition(cycle.lifecycle.state == .active, "the rig did not arm")
  }

  /// One cycle, with the targets and measurements written before it as the daemon does.
  func work() {
    for joint in 0..<cycle.jointCount {
      cycle.measurements[joint] = JointMeasurement(
        position: snapshots[joint].referencePosition, quality: .fresh)
    }
    let now = Cycle(
      index: index, time: MonotonicInstant(nanoseconds: Int64(index) * Self.period.nanoseconds),
      period: Self.period.seconds)
    _ = cycle.step(now, input)
    cycle.publish(into: snapshots)
    index += 1
  }

  private func run(_ cycles: Int) {
    for _ in 0..<cycles { work() }
  }
}
