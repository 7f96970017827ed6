import BenchmarkKit
import RobotAssembly
import RobotConfiguration
import RobotDynamics
import RobotUnits

private let ours = "RobotDynamics"
private let peer = "mj_step"
private let armature = 0.1
private let damping = 1.0

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
        let other = try MuJoCoPeer(path: robot.path ?? "", armature: armature, damping: damping)
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
      let path = DynamicsRobot.ur5.path ?? ""
      return try MuJoCoPeer(path: path, armature: armature, damping: damping).runner()
    },
  ]
}

/// A robot that falls from 0.
private final class StepRig {
  private let tree: KinematicTree
  private let work: TreeWork
  private let positions: FixedArray<Double>
  private let velocities: FixedArray<Double>
  private let efforts: FixedArray<Double>
  private let dampings: FixedArray<Double>

  init(_ robot: DynamicsRobot) throws(BenchmarkFailure) {
    guard let path = robot.path else { throw BenchmarkFailure(robot.missing ?? "") }
    let model: URDFModel
    do throws(URDFErrors) {
      model = try URDF.load(path: path)
    } catch {
      throw BenchmarkFailure("\(error)")
    }
    let joints = model.joints.filter { $0.kind != .fixed }.map(\.name)
    var tree = KinematicTree(
      bodies: model.tree(coordinates: joints).bodies, coordinateCount: joints.count)
    for joint in joints.indices { tree.setArmature(armature, ofCoordinate: joint) }
    work = TreeWork(for: tree)
    self.tree = tree
    positions = FixedArray(repeating: 0, count: joints.count)
    velocities = FixedArray(repeating: 0, count: joints.count)
    efforts = FixedArray(repeating: 0, count: joints.count)
    dampings = FixedArray(repeating: damping, count: joints.count)
  }

  func run(_ repetitions: Int) {
    for _ in 0..<repetitions {
      tree.advance(
        positions: positions, velocities: velocities, efforts: efforts, damping: dampings,
        by: 5e-4, work)
    }
  }
}
