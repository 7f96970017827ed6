import RobotCore
import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// Arms under the law, simulated.
@Suite struct ImpedanceLoopTests {
  static let held = CartesianImpedance.Configuration(
    translationStiffness: Vector3(400, 500, 600), rotationStiffness: Vector3(30, 40, 50),
    translationDamping: Vector3(0.7, 0.7, 0.7), rotationDamping: Vector3(0.7, 0.7, 0.7),
    forceLimit: 200, momentLimit: 50, leastFrequency: 1)
  static let bent = [0.1, 0.6, -0.2, -1.3, 0.3, 0.9, 0.2]
  static func joint(stiffness: Double = 0) -> CartesianImpedance.JointSettings {
    .init(postureStiffness: stiffness, postureDamping: 1, effortLimit: 300)
  }

  /// Pushed by F along the axes of its reference, the tip settles F / K away, within 5 %.
  @Test func pushedItYieldsByItsStiffness() throws {
    let bench = try ArmBench(redundantArm(), Self.held, Self.joint(stiffness: 2), at: Self.bent)
    let force = Vector3(8, -6, 9)
    bench.push = bench.reference.pose.R_WF.apply(force)
    bench.run(3_000)
    let moved = back(bench.reference.pose.R_WF, bench.pose().p_WF - bench.reference.pose.p_WF)
    for (found, wanted) in [(moved.x, 0.02), (moved.y, -0.012), (moved.z, 0.015)] {
      #expect(abs(found - wanted) < 0.05 * abs(wanted))
    }
    #expect((0..<7).allSatisfy { abs(bench.v[$0]) < 1e-3 })
  }

  /// Let go 5 cm and some degrees away, bent or nearly stretched, the arm's kinetic energy and its springs'
  /// never grow. 2 eps^T K eps is 1/2 tr(K') - sum K'_i R_ii / 2, with K'_x = (K_y + K_z - K_x) / 2 and so on.
  @Test(arguments: [bent, [0.1, 0.05, -0.1, 0.05, 0.1, 0.02, 0.1]])
  func energyDoesNotGrow(posture: [Double]) throws {
    let bench = try ArmBench(redundantArm(), Self.held, Self.joint(), at: posture)
    bench.reference.pose.p_WF += Vector3(0.03, -0.02, -0.035)
    bench.reference.pose.R_WF = Rotation.rollPitchYaw(Vector3(0.1, -0.15, 0.2)).composed(
      with: bench.reference.pose.R_WF)
    func energy() -> Double {
      let (tip, reference) = (bench.pose(), bench.reference.pose)
      let e = back(reference.R_WF, tip.p_WF - reference.p_WF)
      let aligned = [
        (reference.R_WF.x * tip.R_WF.x).sum(), (reference.R_WF.y * tip.R_WF.y).sum(),
        (reference.R_WF.z * tip.R_WF.z).sum(),
      ]
      let stretch = 0.5 * (Vector3(400, 500, 600) * e * e).sum()
      // (40 + 50 - 30) / 2 and so on.
      let turn = 30 * (1 - aligned[0]) + 20 * (1 - aligned[1]) + 10 * (1 - aligned[2])
      return bench.kineticEnergy() + stretch + turn
    }
    let first = energy()
    var last = first
    var worst = 0.0
    bench.run(4_000, period: 2.5e-4, parts: 1) {
      let now = energy()
      worst = max(worst, now - last)
      last = now
    }
    #expect(worst < 1e-6 * first)
    #expect(last < 0.05 * first)
  }

  /// The posture is taken up without accelerating the tip: 0.02 rad, which would be millimetres. What moves it
  /// is the links' own centripetal acceleration, some mm/s^2 against squared frequencies above 200 /s^2.
  @Test func postureDoesNotMoveTheTip() throws {
    let bench = try ArmBench(redundantArm(), Self.held, Self.joint(stiffness: 5), at: Self.bent)
    bench.law.posture[2] += 0.3
    var farthest = 0.0
    bench.run(6_000) {
      farthest = max(farthest, length(bench.pose().p_WF - bench.reference.pose.p_WF))
    }
    let moved = (0..<7).map { abs(bench.q[$0] - Self.bent[$0]) }.max() ?? 0
    #expect(moved > 0.01)
    #expect(farthest < 2e-5)
  }

  /// Through the stretched arm and back: the reference goes out of reach and comes back, at 1 m/s. Joints go no
  /// faster than it takes on the shortest link, 0.1 m.
  @Test func passesASingularity() throws {
    let bench = try ArmBench(redundantArm(), Self.held, Self.joint(stiffness: 5), at: Self.bent)
    let home = bench.reference.pose.p_WF
    let away = Vector3(0.1, 0, 1.4)
    var fastest = 0.0
    var deepest = 0.0
    for (from, to) in [(home, away), (away, away), (away, home), (home, home)] {
      var step = 0.0
      bench.run(1_500) {
        step += 1
        bench.reference.pose.p_WF = from + (to - from) * (step / 1_500)
        deepest = max(deepest, bench.outcome?.singularity ?? 1)
        for index in 0..<7 { fastest = max(fastest, abs(bench.v[index])) }
      }
    }
    #expect(deepest > 0.5)
    #expect(fastest < 10)
    #expect(length(bench.pose().p_WF - home) < 0.01)
  }

  /// Two links have no freedom left: stretched out and drawn through their base, they stay bounded. 50 N over
  /// 1.1 m are 55 J, with which the lesser inertia, 0.09 kg.m^2, turns at 35 rad/s.
  @Test func stretchesThePlanarArm() throws {
    let bench = try ArmBench(
      planarArm(), CartesianImpedanceTests.planar, Self.joint(), at: [0.3, 0.8],
      gravity: .zero)
    bench.reference.pose = Pose(p_WF: Vector3(0.9, 0, 0), R_WF: .identity())
    bench.run(2_000)
    #expect(bench.outcome?.singularity ?? 0 > 0.5)
    #expect(length(bench.pose().p_WF - Vector3(0.7, 0, 0)) < 1e-3)
    var fastest = 0.0
    bench.reference.pose.p_WF = Vector3(-0.4, 0.1, 0)
    bench.run(4_000) { fastest = max(fastest, abs(bench.v[0]), abs(bench.v[1])) }
    #expect(fastest < 35)
    #expect(abs(bench.v[0]) < 0.05 && abs(bench.v[1]) < 0.05)
  }
}
