import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDynamics
import RobotUnits
import Testing

/// The Cartesian impedance of a published arm of seven joints (xArm 7) that MuJoCo moves: lock-step, our efforts
/// against its physics.
@Suite(
  .enabled(
    if: MuJoCoArm.urdf != nil,
    "run Tests/Differential/setup.sh, which installs MuJoCo and the published robots"))
struct ImpedanceDifferentialTests {
  private static let translation = Vector3(400, 500, 600)
  private static let rotation = Vector3(30, 40, 50)
  private static let posture = [0.1, -0.4, 0.2, 0.9, -0.1, 1.1, 0.3]
  private static let step = 5e-4

  /// Pushed by (8, -6, 9) N along the axes of its reference, the tip settles (20, -12, 15) mm away, within 5 %.
  @Test func yieldsByItsStiffness() throws {
    let bench = try Bench(postureStiffness: 5)
    try bench.run(seconds: 2, force: bench.reference.pose.R_WF.apply(Vector3(8, -6, 9)))
    let moved = bench.moved
    print("MuJoCo: pushed by (8, -6, 9) N, moved by \(moved * 1e3) mm")
    for (found, wanted) in [(moved.x, 0.02), (moved.y, -0.012), (moved.z, 0.015)] {
      #expect(abs(found - wanted) < 0.05 * abs(wanted))
    }
    #expect(bench.arm.velocities.allSatisfy { abs($0) < 1e-3 })
  }

  /// A payload of 1 kg that nobody announced is a force of 9.81 N: down by 9.81 / k along each axis, within 5 %.
  @Test func sagsByThePayload() throws {
    let bench = try Bench(postureStiffness: 5, payload: 1)
    try bench.run(seconds: 2)
    let weight = turnedBack(bench.reference.pose.R_WF, Vector3(0, 0, -9.81))
    let wanted = weight / Self.translation
    let distance = (bench.moved - wanted) * (bench.moved - wanted)
    print("MuJoCo: a payload of 1 kg moves the tip by \(bench.moved * 1e3) mm")
    #expect(distance.sum().squareRoot() < 0.05 * (wanted * wanted).sum().squareRoot())
  }

  /// Let go 5 cm and some degrees away, the energy of motion, by MuJoCo, and of the springs never grows from
  /// step to step, and goes.
  @Test func energyDoesNotGrow() throws {
    let bench = try Bench(postureStiffness: 0)
    bench.reference.pose.p_WF += Vector3(0.03, -0.02, -0.035)
    bench.reference.pose.R_WF = Rotation.rollPitchYaw(Vector3(0.1, -0.15, 0.2)).composed(
      with: bench.reference.pose.R_WF)
    let first = bench.energy
    var (last, worst) = (first, 0.0)
    try bench.run(seconds: 1.5) {
      worst = max(worst, bench.energy - last)
      last = bench.energy
    }
    print("MuJoCo: of \(first) J are left \(last) J; the greatest growth in a step \(worst) J")
    #expect(worst < 1e-6 * first)
    #expect(last < 0.02 * first)
  }

  /// The law and the arm.
  private final class Bench {
    let arm: MuJoCoArm
    var reference: CartesianImpedance.Reference
    private let tree: KinematicTree
    private let work: TreeWork
    private let law: CartesianImpedance
    private let tip: Int
    private let efforts = FixedArray(repeating: 0.0, count: 7)

    init(postureStiffness: Double, payload: Double = 0) throws {
      let path = try #require(MuJoCoArm.urdf)
      let model = try URDF.load(path: path)
      let description = model.tree(coordinates: (1...7).map { "joint\($0)" })
      tip = try #require(description.body(ofLink: "link_eef"))
      var tree = KinematicTree(bodies: description.bodies, coordinateCount: 7)
      for joint in 0..<7 { tree.setArmature(0.1, ofCoordinate: joint) }
      let ratio = Vector3(repeating: 0.7)
      law = try CartesianImpedance(
        .init(
          translationStiffness: translation, rotationStiffness: rotation,
          translationDamping: ratio, rotationDamping: ratio, forceLimit: 200, momentLimit: 50,
          leastFrequency: 1),
        joints: Array(
          repeating: .init(
            postureStiffness: postureStiffness, postureDamping: 1, effortLimit: 300), count: 7))
      for joint in 0..<7 { law.posture[joint] = posture[joint] }
      work = TreeWork(for: tree)
      tree.place(positions: FixedArray(posture), work)
      reference = .init(pose: tree.pose(ofBody: tip, work))
      self.tree = tree
      arm = try MuJoCoArm(
        urdf: path, tip: "link_eef", armature: 0.1, step: step, payload: payload,
        positions: posture)
    }

    func run(
      seconds: Double, force: Vector3 = .zero, each: () -> Void = {}
    ) throws {
      for _ in 0..<Int(seconds / step) {
        _ = law.update(
          reference, ofBody: tip, of: tree, positions: FixedArray(arm.positions),
          velocities: FixedArray(arm.velocities), into: efforts, work)
        try arm.step(efforts: (0..<7).map { efforts[$0] }, force: force)
        each()
      }
    }

    private var pose: Pose {
      tree.place(positions: FixedArray(arm.positions), work)
      return tree.pose(ofBody: tip, work)
    }

    /// From the reference, along its axes [m].
    var moved: Vector3 {
      turnedBack(reference.pose.R_WF, pose.p_WF - reference.pose.p_WF)
    }

    /// 2 eps^T K eps is 1/2 (K' - K'_i R_ii), with K'_x = K_y + K_z - K_x and so on, summed.
    var energy: Double {
      let (r, d) = (pose.R_WF, reference.pose.R_WF)
      let k = rotation
      let aligned = Vector3((d.x * r.x).sum(), (d.y * r.y).sum(), (d.z * r.z).sum())
      let turn = Vector3(k.y + k.z - k.x, k.z + k.x - k.y, k.x + k.y - k.z) / 2
      return arm.kineticEnergy + 0.5 * (translation * moved * moved).sum()
        + (turn * (1 - aligned)).sum()
    }
  }
}

/// R^T v.
private func turnedBack(_ r: Rotation, _ v: Vector3) -> Vector3 {
  Vector3((r.x * v).sum(), (r.y * v).sum(), (r.z * v).sum())
}
