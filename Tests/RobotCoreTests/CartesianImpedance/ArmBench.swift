import RobotCore
import RobotDynamics
import RobotUnits

/// An arm under a Cartesian impedance, simulated by its own forward dynamics.
final class ArmBench {
  let tree: KinematicTree
  let law: CartesianImpedance
  let tip: Int
  var reference: CartesianImpedance.Reference
  let q: FixedArray<Double>
  let v: FixedArray<Double>
  let efforts: FixedArray<Double>
  /// A force of the surroundings on the tip, along the world's axes [N].
  var push = Vector3(0, 0, 0)
  var outcome: CartesianImpedance.Outcome?
  private let work: TreeWork
  private let a: FixedArray<Double>

  /// Held where it stands at `positions`.
  init(
    _ bodies: [Body], _ configuration: CartesianImpedance.Configuration,
    _ joint: CartesianImpedance.JointSettings, at positions: [Double],
    gravity: Vector3 = Vector3(0, 0, -9.81)
  ) throws {
    let count = positions.count
    tree = KinematicTree(bodies: bodies, coordinateCount: count, gravity_W: gravity)
    law = try CartesianImpedance(
      configuration, joints: Array(repeating: joint, count: count))
    tip = bodies.count - 1
    q = FixedArray(positions)
    v = FixedArray(repeating: 0, count: count)
    a = FixedArray(repeating: 0, count: count)
    efforts = FixedArray(repeating: .nan, count: count)
    work = TreeWork(for: tree)
    tree.place(positions: q, work)
    reference = .init(pose: tree.pose(ofBody: tip, work))
    for index in 0..<count { law.posture[index] = positions[index] }
  }

  /// Where the tip stands.
  func pose() -> Pose {
    tree.place(positions: q, work)
    return tree.pose(ofBody: tip, work)
  }

  func control() {
    outcome = law.update(
      reference, ofBody: tip, of: tree, positions: q, velocities: v, into: efforts, work)
  }

  /// `count` cycles of `period` s, each of `parts` steps of the symplectic Euler method.
  func run(_ count: Int, period: Double = 1e-3, parts: Int = 2, each: () -> Void = {}) {
    for _ in 0..<count {
      control()
      for _ in 0..<parts {
        let forces = FixedArray([ExternalForce(body: tip, force_B: back(pose().R_WF, push))])
        tree.forwardDynamics(
          positions: q, velocities: v, efforts: efforts, forces: forces, into: a, work)
        for index in 0..<q.count {
          v[index] += a[index] * period / Double(parts)
          q[index] += v[index] * period / Double(parts)
        }
      }
      each()
    }
  }

  /// The joints' kinetic energy [J].
  func kineticEnergy() -> Double {
    let count = q.count
    let inertia = FixedArray(repeating: 0.0, count: count * count)
    tree.jointInertia(positions: q, into: inertia, work)
    var energy = 0.0
    for i in 0..<count {
      for j in 0..<count { energy += 0.5 * v[i] * inertia[i * count + j] * v[j] }
    }
    return energy
  }
}

/// R^T v.
func back(_ r: Rotation, _ v: Vector3) -> Vector3 {
  Vector3((r.x * v).sum(), (r.y * v).sum(), (r.z * v).sum())
}

func length(_ v: Vector3) -> Double { (v * v).sum().squareRoot() }

/// Two links of 0.4 m and 0.3 m that turn about z, with point masses of 2 kg and 1 kg at their ends.
func planarArm() -> [Body] {
  func body(_ parent: Int, _ coordinate: Int, _ x: Double, mass: Double, at com: Double) -> Body {
    Body(
      parent: parent, coordinate: coordinate, motion: coordinate < 0 ? .fixed : .revolute,
      p_PB: Vector3(x, 0, 0), R_PB: .identity(), axis_B: Vector3(0, 0, 1), mass: mass,
      com_B: Vector3(com, 0, 0), inertia_B: (.zero, .zero))
  }
  return [
    body(-1, 0, 0, mass: 2, at: 0.4), body(0, 1, 0.4, mass: 1, at: 0.3),
    body(1, -1, 0.3, mass: 0, at: 0),
  ]
}

/// Seven joints, about z and y in turn, of an arm that stands up 1.2 m where all are 0.
func redundantArm() -> [Body] {
  let rises = [0.2, 0.1, 0.25, 0.15, 0.2, 0.1, 0.1]
  let links = rises.enumerated().map { index, rise in
    Body(
      parent: index - 1, coordinate: index, motion: .revolute, p_PB: Vector3(0, 0, rise),
      R_PB: .identity(), axis_B: index % 2 == 0 ? Vector3(0, 0, 1) : Vector3(0, 1, 0),
      mass: 3 - 0.3 * Double(index), com_B: Vector3(0.01, 0.02, 0.06),
      inertia_B: (Vector3(0.03, 0.028, 0.02), Vector3(0.001, 0, -0.001)))
  }
  let tip = Body(
    parent: 6, coordinate: -1, motion: .fixed, p_PB: Vector3(0, 0, 0.1), R_PB: .identity(),
    axis_B: .zero, mass: 0, com_B: .zero, inertia_B: (.zero, .zero))
  return links + [tip]
}
