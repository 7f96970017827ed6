import BenchmarkKit
import RobotAssembly
import RobotConfiguration
import RobotDynamics
import RobotUnits

private let ours = "RobotDynamics"
private let peer = "mj_step"
private let arm = MuJoCoPeer.Joints(armature: 0.1, damping: 1, friction: 0, step: 5e-4)

/// One step of an arm of six joints without contact against MuJoCo's, which ends in the same place: see
/// MotionDifferentialTests.
func treeStepAgainstMuJoCo() -> Benchmark {
  let robot = DynamicsRobot.ur5
  return Benchmark(
    "step-ur5",
    question: "0.5 ms of the UR5 without contact, gravity on, armature and damping: ns per step",
    reference: peer,
    contestants: [
      Contestant(ours, missing: robot.missing) { () throws(BenchmarkFailure) in
        let rig = try StepRig(robot)
        return Reading.distribution(
          of: Timing.repetitions(batches: 400, iterations: 32, of: rig.run))
      },
      Contestant(peer, missing: robot.missing ?? MuJoCoPeer.missing) {
        () throws(BenchmarkFailure) in
        let other = try MuJoCoPeer(path: robot.path ?? "", arm)
        return Reading.distribution(
          of: Timing.repetitions(batches: 400, iterations: 32, of: other.runner()))
      },
    ],
    bars: [Bar(.ratioOfBest(figure: "p50", of: ours, to: peer), atMost: 0.25)])
}

/// The same for callgrind.
func countedTreeStep() -> [CountedWork] {
  [
    CountedWork("step-ur5", parts: 1) { () throws(BenchmarkFailure) in try StepRig(.ur5).run },
    CountedWork("step-ur5-mujoco", parts: 1) { () throws(BenchmarkFailure) in
      try MuJoCoPeer(path: DynamicsRobot.ur5.path ?? "", arm).runner()
    },
  ]
}

/// A robot that falls from 0.
private final class StepRig {
  private let tree: KinematicTree
  private let work: TreeWork
  private let positions: FixedArray<Double>
  private let velocities: FixedArray<Double>
  private let steps: FixedArray<JointStep>

  init(_ robot: DynamicsRobot) throws(BenchmarkFailure) {
    let (bodies, count) = try robot.bodies()
    var tree = KinematicTree(bodies: bodies, coordinateCount: count)
    for joint in 0..<count { tree.setArmature(arm.armature, ofCoordinate: joint) }
    work = TreeWork(for: tree)
    self.tree = tree
    positions = FixedArray(repeating: 0, count: count)
    velocities = FixedArray(repeating: 0, count: count)
    var step = JointStep()
    step.damping = arm.damping
    steps = FixedArray(repeating: step, count: count)
  }

  func run(_ repetitions: Int) {
    for _ in 0..<repetitions {
      tree.beginStep(positions: positions, velocities: velocities, work)
      tree.endStep(steps, velocities: velocities, by: arm.step, work)
      for joint in 0..<steps.count {
        velocities[joint] = steps[joint].velocity
        positions[joint] += arm.step * velocities[joint]
      }
    }
  }
}
