import BenchmarkKit

private let ours = "RobotDynamics"
private let peer = "Pinocchio C++"

/// A robot's rigid-body dynamics against Pinocchio's, on the same URDF at the same random states.
func dynamicsAgainstPinocchio() -> [Benchmark] {
  DynamicsAlgorithm.allCases.flatMap { algorithm in
    algorithm.robots.map { robot in benchmark(algorithm, robot) }
  }
}

private func benchmark(_ algorithm: DynamicsAlgorithm, _ robot: DynamicsRobot) -> Benchmark {
  var isChecked = false
  let missing = robot.missing ?? PinocchioPeer.missing
  return Benchmark(
    "\(algorithm)-\(robot)",
    question:
      "\(algorithm) of \(robot)\(robot.isFloating ? " on a floating base" : ""), one of 256 "
      + "random states after the other: ns per call",
    reference: peer,
    contestants: [
      contestant(ours, missing: robot.missing) { () throws(BenchmarkFailure) in
        if !isChecked, missing == nil { try compare(robot, algorithm) }
        isChecked = true
        return try DynamicsRig(robot).runner(algorithm)
      },
      contestant(peer, missing: missing) { () throws(BenchmarkFailure) in
        try pinocchio(robot, DynamicsRig(robot).states).runner(algorithm)
      },
    ],
    bars: algorithm.bar.map { [Bar(.ratioOfBest(figure: "p50", of: ours, to: peer), atMost: $0)] }
      ?? [])
}

private func contestant(
  _ name: String, missing: String?, make: @escaping () throws(BenchmarkFailure) -> (Int) -> Void
) -> Contestant {
  Contestant(name, missing: missing) { () throws(BenchmarkFailure) in
    let run = try make()
    return Reading.distribution(of: Timing.repetitions(batches: 400, iterations: 32, of: run))
  }
}

private func pinocchio(
  _ robot: DynamicsRobot, _ states: [DynamicsState]
) throws(BenchmarkFailure) -> PinocchioPeer {
  let peer = try PinocchioPeer(path: robot.path ?? "", isFloating: robot.isFloating)
  try peer.add(states)
  return peer
}

/// The same numbers at every state, to 1e-9 of the largest, or the comparison is worth nothing.
private func compare(
  _ robot: DynamicsRobot, _ algorithm: DynamicsAlgorithm
) throws(BenchmarkFailure) {
  if algorithm == .kinematics { return }
  let names = try PinocchioPeer(path: robot.path ?? "", isFloating: robot.isFloating).joints
  let rig = try DynamicsRig(robot, joints: names)
  let peer = try pinocchio(robot, rig.states)
  let (own, other) = (rig.runner(algorithm), try peer.runner(algorithm))
  for state in rig.states.indices {
    own(1)
    other(1)
    let found = rig.result(algorithm)
    let wanted = try peer.result(algorithm, count: found.count)
    let scale = wanted.map(abs).max() ?? 0
    for index in found.indices where algorithm != .crba || isUpper(index, rig.velocityCount) {
      guard abs(found[index] - wanted[index]) <= 1e-9 * scale else {
        throw BenchmarkFailure(
          "\(algorithm) of \(robot) differs at state \(state): \(found[index]), Pinocchio "
            + "\(wanted[index])")
      }
    }
  }
}

/// Pinocchio fills no more of the inertia, by columns.
private func isUpper(_ index: Int, _ count: Int) -> Bool { index % count <= index / count }

/// Inverse dynamics and gravity of an arm and a humanoid, and the impedance of an arm, for callgrind.
func countedDynamics() -> [CountedWork] {
  [DynamicsAlgorithm.rnea, .gravity].flatMap { algorithm in
    [DynamicsRobot.ur5, .g1].flatMap { counted($0, algorithm) }
  } + counted(.panda, .impedance)
}

private func counted(_ robot: DynamicsRobot, _ algorithm: DynamicsAlgorithm) -> [CountedWork] {
  [
    CountedWork("\(algorithm)-\(robot)", parts: 1) { () throws(BenchmarkFailure) in
      try DynamicsRig(robot).runner(algorithm)
    },
    CountedWork("\(algorithm)-\(robot)-pinocchio", parts: 1) { () throws(BenchmarkFailure) in
      try pinocchio(robot, DynamicsRig(robot).states).runner(algorithm)
    },
  ]
}
