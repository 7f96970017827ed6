import RobotDynamics
import TestSupport
import Testing

/// What makes the Coriolis matrix the right one of the many with the same C v.
@Suite struct CoriolisTests {
  private struct Example {
    let tree: TreeBench
    let base: KinematicTree.Base
    let q: [Double]
    let v: [Double]

    init(_ random: inout SeededRandom, _ base: KinematicTree.Base) {
      let bodies = random.bodies(Int.random(in: 2...14, using: &random), hasBase: base == .floating)
      tree = TreeBench(bodies, gravity: random.vector(10), base: base)
      self.base = base
      let offset = base == .floating ? random.basePosition() : []
      q = offset + random.numbers(bodies.count { $0.coordinate >= 0 }, -3...3)
      v = random.numbers(tree.velocityCount, -2...2)
    }

    /// dM/dt by central differences along the joints' velocities; a base's motion does not change M.
    func inertiaRate() -> [[Double]] {
      let h = 1e-5
      let (qs, vs) = base == .floating ? (7, 6) : (0, 0)
      var (before, after) = (q, q)
      for index in 0..<(q.count - qs) {
        before[qs + index] -= h * v[vs + index]
        after[qs + index] += h * v[vs + index]
      }
      return zip(tree.inertia(after), tree.inertia(before)).map {
        zip($0, $1).map { ($0 - $1) / (2 * h) }
      }
    }
  }

  private func forSeeds(_ base: KinematicTree.Base, _ check: (Example) -> Bool) {
    for seed: UInt64 in 1...200 {
      var random = SeededRandom(seed: seed)
      guard check(Example(&random, base)) else {
        Issue.record("seed \(seed), base \(base)")
        return
      }
    }
  }

  /// C v + gravity = nonlinear effects.
  @Test(arguments: [KinematicTree.Base.fixed, .floating])
  func givesNonlinearEffects(base: KinematicTree.Base) {
    forSeeds(base) { example in
      let (q, v) = (example.q, example.v)
      let gravity = example.tree.gravity(q)
      let sum = example.tree.coriolis(q, v).enumerated().map { product($1, v) + gravity[$0] }
      return distance(sum, example.tree.nonlinear(q, v)) < 1e-11
    }
  }

  /// dM/dt - 2 C = -(dM/dt - 2 C)^T, to what the differences are worth.
  @Test(arguments: [KinematicTree.Base.fixed, .floating])
  func isSkewAgainstInertiaRate(base: KinematicTree.Base) {
    forSeeds(base) { example in
      let rate = example.inertiaRate()
      let c = example.tree.coriolis(example.q, example.v)
      let sum = c.indices.flatMap { i in c.indices.map { c[i][$0] + c[$0][i] } }
      return distance(sum, rate.flatMap(\.self)) < 1e-7
    }
  }

  /// Two links, by hand: Spong, Hutchinson, Vidyasagar, Robot Modeling and Control, section 7.4.
  /// h = -m2 l1 lc2 sin q2; C = [h q2', h (q1' + q2'); -h q1', 0].
  @Test func planarArm() {
    let link = { (parent: Int, x: Double) in
      Body(
        parent: parent, coordinate: parent + 1, motion: .revolute, p_PB: Vector3(x, 0, 0),
        R_PB: .identity(), axis_B: Vector3(0, 0, 1), mass: 2, com_B: Vector3(0.25, 0, 0),
        inertia_B: (Vector3(0, 0.01, 0.01), .zero))
    }
    let c = TreeBench([link(-1, 0), link(0, 0.4)]).coriolis([0.7, 0.5235987755982988], [3, 5])
    // h = -2 * 0.4 * 0.25 * 0.5 = -0.1
    #expect(distance(c.flatMap(\.self), [-0.5, -0.8, 0.3, 0]) < 1e-12)
  }
}
