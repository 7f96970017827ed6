import Glibc
import RobotDynamics
import TestSupport
import Testing

/// What holds for every tree.
@Suite struct PropertyTests {
  private final class Case {
    let bodies: [Body]
    let tree: TreeBench
    let q: [Double]
    let v: [Double]
    let a: [Double]
    let gravity: Vector3

    init(_ random: inout SeededRandom, base: KinematicTree.Base) {
      bodies = random.bodies(
        Int.random(in: 2...14, using: &random), hasBase: base == .floating)
      gravity = random.vector(10)
      tree = TreeBench(bodies, gravity: gravity, base: base)
      let offset = base == .floating ? random.basePosition() : []
      q = offset + random.numbers(bodies.count { $0.coordinate >= 0 }, -3...3)
      v = random.numbers(tree.velocityCount, -2...2)
      a = random.numbers(tree.velocityCount, -5...5)
    }
  }

  private func forSeeds(
    _ count: UInt64, _ base: KinematicTree.Base,
    _ check: (Case, inout SeededRandom) -> Bool
  ) {
    for seed in 1...count {
      var random = SeededRandom(seed: seed)
      let example = Case(&random, base: base)
      guard check(example, &random) else {
        Issue.record("seed \(seed), base \(base)")
        return
      }
    }
  }

  /// tau -> ABA -> RNEA -> tau, with forces on the bodies and without.
  @Test(arguments: [KinematicTree.Base.fixed, .floating])
  func inverseDynamicsUndoesForwardDynamics(base: KinematicTree.Base) {
    forSeeds(200, base) { example, random in
      let forces = (0..<3).map { _ in
        ExternalForce(
          body: Int.random(in: 0..<example.bodies.count, using: &random),
          force_B: random.vector(5), moment_B: random.vector(2))
      }
      let free = example.tree.forward(example.q, example.v, example.a)
      let pushed = example.tree.forward(example.q, example.v, example.a, forces)
      return distance(example.tree.inverse(example.q, example.v, free), example.a) < 1e-9
        && distance(example.tree.inverse(example.q, example.v, pushed, forces), example.a) < 1e-9
    }
  }

  /// M a + h = RNEA, with M symmetric; h = RNEA without acceleration, gravity = RNEA at rest.
  @Test(arguments: [KinematicTree.Base.fixed, .floating])
  func algorithmsAgree(base: KinematicTree.Base) {
    forSeeds(200, base) { example, _ in
      let (q, v, a) = (example.q, example.v, example.a)
      let zero = v.map { _ in 0.0 }
      let inertia = example.tree.inertia(q)
      let bias = example.tree.nonlinear(q, v)
      let sum = inertia.indices.map { product(inertia[$0], a) + bias[$0] }
      let isSymmetric = inertia.indices.allSatisfy { i in
        inertia.indices.allSatisfy { inertia[i][$0] == inertia[$0][i] }
      }
      let (gravity, diagonal) = example.tree.gravityAndInertia(q)
      let first = base == .floating ? 6 : 0
      let own = (first..<v.count).map { inertia[$0][$0] }
      return isSymmetric && distance(sum, example.tree.inverse(q, v, a)) < 1e-11
        && distance(bias, example.tree.inverse(q, v, zero)) < 1e-12
        && distance(example.tree.gravity(q), example.tree.inverse(q, zero, zero)) < 1e-11
        && distance(example.tree.gravityAfterJointInertia(q), gravity) < 1e-11
        && gravity == example.tree.gravity(q) && distance(Array(diagonal[first...]), own) < 1e-11
    }
  }

  /// x^T M x > 0, by Cholesky.
  @Test(arguments: [KinematicTree.Base.fixed, .floating])
  func inertiaIsPositiveDefinite(base: KinematicTree.Base) {
    forSeeds(100, base) { example, _ in
      var m = example.tree.inertia(example.q)
      for k in m.indices {
        guard m[k][k] > 0 else { return false }
        for i in m.indices where i > k {
          let factor = m[i][k] / m[k][k]
          for j in m.indices where j >= k { m[i][j] -= factor * m[k][j] }
        }
      }
      return true
    }
  }

  /// Energy of a tree that nothing drives, over 0.2 s of Runge-Kutta steps of 0.1 ms.
  @Test func forwardDynamicsKeepsEnergy() {
    forSeeds(8, .fixed) { example, _ in
      let reference = ReferenceTree(bodies: example.bodies, gravity: example.gravity)
      let zero = example.v.map { _ in 0.0 }
      func energy(_ q: [Double], _ v: [Double]) -> Double {
        let m = example.tree.inertia(q)
        let kinetic = 0.5 * product(v, m.map { product($0, v) })
        return kinetic + reference.potential(q)
      }
      func moved(_ x: [Double], _ d: [Double], _ h: Double) -> [Double] {
        zip(x, d).map { $0 + h * $1 }
      }
      var (q, v) = (example.q, example.v)
      let before = energy(q, v)
      let h = 1e-4
      for _ in 0..<2000 {
        let k1 = example.tree.forward(q, v, zero)
        let v2 = moved(v, k1, h / 2)
        let k2 = example.tree.forward(moved(q, v, h / 2), v2, zero)
        let v3 = moved(v, k2, h / 2)
        let k3 = example.tree.forward(moved(q, v2, h / 2), v3, zero)
        let v4 = moved(v, k3, h)
        let k4 = example.tree.forward(moved(q, v3, h), v4, zero)
        q = q.indices.map { q[$0] + h / 6 * (v[$0] + 2 * v2[$0] + 2 * v3[$0] + v4[$0]) }
        v = v.indices.map { v[$0] + h / 6 * (k1[$0] + 2 * k2[$0] + 2 * k3[$0] + k4[$0]) }
      }
      return abs(energy(q, v) - before) < 1e-7 * (1 + abs(before))
    }
  }

  /// A payload is a body on a fixed joint; detached, it is gone.
  @Test(arguments: [KinematicTree.Base.fixed, .floating])
  func payloadIsABody(base: KinematicTree.Base) {
    forSeeds(100, base) { example, random in
      let (q, v, a) = (example.q, example.v, example.a)
      let body = Int.random(in: 0..<example.bodies.count, using: &random)
      let payload = Payload(
        mass: 2.5, com_B: random.vector(0.4),
        inertia_B: (Vector3(0.11, 0.12, 0.13), random.vector(0.02)))
      let load = Body(
        parent: body, coordinate: -1, motion: .fixed, p_PB: .zero, R_PB: .identity(),
        axis_B: .zero, mass: payload.mass, com_B: payload.com_B, inertia_B: payload.inertia_B)
      let wanted = TreeBench(example.bodies + [load], gravity: example.gravity, base: base)
      let (bare, efforts) = (example.tree.gravity(q), example.tree.inverse(q, v, a))
      example.tree.tree.attach(payload, toBody: body)
      let isCarried =
        distance(example.tree.gravity(q), wanted.gravity(q)) < 1e-11
        && distance(example.tree.inverse(q, v, a), wanted.inverse(q, v, a)) < 1e-11
        && distance(example.tree.inertia(q).flatMap(\.self), wanted.inertia(q).flatMap(\.self))
          < 1e-11
      example.tree.tree.detachPayloads()
      return isCarried && example.tree.gravity(q) == bare
        && example.tree.inverse(q, v, a) == efforts
    }
  }

  /// 60 joints in one chain: ABA and RNEA undo each other.
  @Test func longChain() {
    var random = SeededRandom(seed: 5)
    let bodies = (0..<60).map { index in
      Body(
        parent: index - 1, coordinate: index, motion: index % 10 == 9 ? .prismatic : .revolute,
        p_PB: Vector3(0.05, 0, 0.02), R_PB: .rollPitchYaw(random.vector(1)),
        axis_B: random.direction(), mass: 0.3, com_B: random.vector(0.05),
        inertia_B: (Vector3(1e-3, 1e-3, 1e-3), .zero))
    }
    let tree = TreeBench(bodies)
    let (q, v, a) = (
      random.numbers(60, -1...1), random.numbers(60, -1...1), random.numbers(60, -1...1)
    )
    #expect(distance(tree.forward(q, v, tree.inverse(q, v, a)), a) < 1e-9)
  }
}
