import BenchmarkKit
import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotDynamics
import RobotUnits
import SimulatedHAL

private let ours = "SimulatedPlant"
private let peer = "mj_step"
private let arm = MuJoCoPeer.Joints(armature: 0.1, damping: 1, friction: 0.2, step: 0.125e-3)

/// The built-in plant as a robot of the simulation has it, with gear motors whose bridges are open: motor,
/// friction that holds or slides, stops, supply and lock included. Against MuJoCo's step of the same arm.
func plantStepAgainstMuJoCo() -> Benchmark {
  let robot = DynamicsRobot.ur5
  return Benchmark(
    "plant-ur5",
    question:
      "0.125 ms of the UR5 without contact, with armature, damping, dry friction: ns per step",
    reference: peer,
    contestants: [
      Contestant(ours, missing: robot.missing) { () throws(BenchmarkFailure) in
        let rig = try PlantRig(robot)
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
func countedPlantStep() -> [CountedWork] {
  [
    CountedWork("plant-ur5", parts: 1) { () throws(BenchmarkFailure) in try PlantRig(.ur5).run },
    CountedWork("plant-ur5-mujoco", parts: 1) { () throws(BenchmarkFailure) in
      try MuJoCoPeer(path: DynamicsRobot.ur5.path ?? "", arm).runner()
    },
  ]
}

/// A robot that falls from 0, on a clock that goes from one step of the plant to the next.
private final class PlantRig {
  private let clock = SimulationClock(.virtual)
  private let plant: SimulatedPlant

  init(_ robot: DynamicsRobot) throws(BenchmarkFailure) {
    let (bodies, count) = try robot.bodies()
    let joints = (0..<count).map { coordinate in
      GearMotorJoint.Parameters(
        gear: 100, torqueConstant: 0.1, resistance: 1, efficiency: 1, armature: arm.armature,
        damping: arm.damping, friction: arm.friction, backlash: 0, stops: -1000...1000,
        coordinate: coordinate, start: 0)
    }
    plant = SimulatedPlant(
      joints: joints, gates: joints.map { _ in nil },
      tree: KinematicTree(bodies: bodies, coordinateCount: count),
      supply: SimulatedPlant.Supply(volts: 48, resistance: 0.1), clock: clock)
  }

  func run(_ repetitions: Int) {
    let step = TimeSpan(nanoseconds: 125_000)
    for _ in 0..<repetitions {
      clock.advance(to: clock.now + step)
      // Whoever looks brings the plant up to the clock.
      _ = plant.position(joint: 0, at: clock.now)
    }
  }
}
