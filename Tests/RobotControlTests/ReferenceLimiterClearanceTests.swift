import RobotControl
import RobotUnits
import TestSupport
import Testing

@Suite struct ReferenceLimiterClearanceTests {
  /// Far from its bounds a limiter does not compute how fast it may be because of them. One whose
  /// clearance is out of all proportion (bounds for cycles of 1000 s) always computes it: the same bits.
  @Test func whatIsLeftOutFarFromTheBoundsChangesNothing() {
    let seed: UInt64 = 31
    var random = SeededRandom(seed: seed)
    for run in 0..<400 {
      let period = [0.000_5, 0.001, 0.002, 0.01][run % 4]
      let bounds = [0, 1].map { _ in
        ReferenceLimiter.Bounds(
          lower: random.number(-3 ... -0.1), upper: random.number(0.1...3),
          velocity: random.number(0.1...10), acceleration: random.number(0.5...200))
      }
      let near = ReferenceLimiter.BoundsPair(bounds[0], bounds[1], period: period)
      let always = ReferenceLimiter.BoundsPair(bounds[0], bounds[1], period: 1_000)
      var left = ReferenceLimiter()
      var right = ReferenceLimiter()
      var target = Pair.zero
      var velocity = Pair.zero
      for cycle in 0..<600 {
        if cycle % 60 == 0 {
          target = Pair(random.number(-4...4), random.number(-4...4))
          velocity = Pair(random.number(-6...6), random.number(-6...6))
        }
        target += velocity * period
        _ = left.update(target: target, targetVelocity: velocity, bounds: near, period: period)
        _ = right.update(target: target, targetVelocity: velocity, bounds: always, period: period)
        guard left.position == right.position, left.velocity == right.velocity else {
          Issue.record("seed \(seed), run \(run), cycle \(cycle): \(left) is not \(right)")
          return
        }
      }
    }
  }
}
