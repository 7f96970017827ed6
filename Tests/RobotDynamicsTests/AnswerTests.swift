import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// What a step's velocities gain from efforts more: the difference of two steps.
@Suite struct AnswerTests {
  @Test(arguments: [KinematicTree.Base.fixed, .floating])
  func isTheDifferenceOfTwoSteps(base: KinematicTree.Base) {
    for seed: UInt64 in 1...100 {
      var random = SeededRandom(seed: seed)
      let isFloating = base == .floating
      let bodies = random.bodies(Int.random(in: 1...12, using: &random), hasBase: isFloating)
      let tree = TreeBench(bodies, base: base)
      let n = tree.velocityCount
      let steps = (0..<n).map { _ in
        var step = JointStep()
        step.effort = random.number(-5...5)
        step.damping = random.number(0...50)
        step.armature = random.number(0...0.2)
        step.isHeld = random.number(0...1) < 0.3
        return step
      }
      let offset = isFloating ? random.basePosition() : []
      let q = offset + random.numbers(n - (isFloating ? 6 : 0), -3...3)
      let v = random.numbers(n, -2...2)
      // Nobody pulls at the base but what is around it.
      let efforts = (0..<n).map { isFloating && $0 < 6 ? 0 : random.number(-10...10) }
      let touch = PointForce(
        body: Int.random(in: bodies.indices, using: &random), point_W: random.vector(1),
        direction_W: random.direction(), force: random.number(0...20),
        damping: random.number(0...200))
      let pushed = (0..<n).map { index in
        var step = steps[index]
        step.effort += efforts[index]
        return step
      }
      let after = Self.step(tree, q, v, pushed, touch).velocities
      let (before, answer) = Self.step(tree, q, v, steps, touch, efforts)
      let wanted = zip(after, before).map { $0 - $1 }
      guard distance(answer, wanted) < 1e-11 else {
        Issue.record("seed \(seed): \(answer), expected \(wanted)")
        return
      }
    }
  }

  private static let dt = 0.001

  private static func step(
    _ bench: TreeBench, _ q: [Double], _ v: [Double], _ joints: [JointStep],
    _ touch: PointForce, _ efforts: [Double] = []
  ) -> (velocities: [Double], answer: [Double]) {
    let steps = FixedArray(joints)
    let velocities = FixedArray(v)
    bench.tree.beginStep(positions: FixedArray(q), velocities: velocities, bench.work)
    bench.tree.push(touch, by: dt, bench.work)
    bench.tree.endStep(steps, velocities: velocities, by: dt, bench.work)
    let answer = FixedArray(repeating: 0.0, count: v.count)
    if !efforts.isEmpty {
      bench.tree.answer(to: FixedArray(efforts), steps, by: dt, into: answer, bench.work)
    }
    return (v.indices.map { steps[$0].velocity }, v.indices.map { answer[$0] })
  }
}
