internal import RobotControl
internal import RobotUnits

// How fast a motion is played. Where that changes, the motion's own time is slowed down or sped up, so that
// every joint keeps to its limits and all of them stay on the path.
extension ControlCycle {
  /// The rate of the next cycle of a motion that goes on.
  @_noAllocation @_noLocks @inline(__always)
  func nextRate(along motion: MotionView) -> Double {
    if player.rate == motionRate { return player.rate }
    let next = rate(towards: motionRate, along: motion)
    return next.isFeasible ? next.rate : player.rate
  }

  /// Goes on along the path of a motion that has to stop, more slowly; says whether it could. If not, each
  /// joint brakes by itself: where one cannot follow the path inside its limits, or where that would take
  /// more than twice the time.
  @_noAllocation @_noLocks
  mutating func stopAlongPath() -> Bool {
    guard source == .motion, let motion, motion.knotCount >= 2 else { return false }
    let alone = brakingCycles()
    if !pathStop.hasBegun { pathStop = PathStop(atMost: 2 * alone) }
    pathStop.cycles += 1
    guard pathStop.cycles + alone <= pathStop.limit + 1 else { return false }
    let next = rate(towards: 0, along: motion)
    guard next.isFeasible else { return false }
    var moved = player
    let runs = moved.advance(motion, period: period, rate: next.rate)
    for index in 0..<pairs.count
    where !pairs[index].canMove(
      to: moved.points(motion, pair: index, jointCount: jointCount), period: period)
    {
      return false
    }
    player = moved
    for index in 0..<pairs.count {
      pairs[index].move(
        to: moved.points(motion, pair: index, jointCount: jointCount), period: period)
    }
    if !runs || next.rate == 0 { source = .rest }
    return true
  }

  /// How long the slowest joint takes to come to rest by itself, in cycles.
  @_noAllocation @_noLocks
  func brakingCycles() -> Double {
    var most = 0.0
    for index in 0..<pairs.count {
      let pair = pairs.base + index
      let cycles = pair.pointee.limiter.brakingCycles(
        bounds: pair.pointee.bounds, period: period)
      most = max(most, max(cycles.x, cycles.y))
    }
    return most
  }

  /// The rate nearest to `target` that no joint minds in the next cycle, and whether there is one.
  ///
  /// With a jerk limit it also changes no faster than it can stop changing at `target`.
  @_noAllocation @_noLocks
  private func rate(
    towards target: Double, along motion: MotionView
  ) -> (rate: Double, isFeasible: Bool) {
    var range = rates(around: player.rate, along: motion)
    let way = target - player.rate
    let change = ReferenceLimiter.brakingSpeed(
      Pair(repeating: abs(way)), step: Pair(repeating: range.change), period: 1
    ).x
    let wanted = player.rate + (way < 0 ? -change : change)
    var rate = range.nearest(wanted)
    // Newton's method: the path is as good as straight within a cycle.
    for _ in 0..<3 {
      range = rates(around: rate, along: motion)
      rate = range.nearest(wanted)
    }
    // What is left is rounding, of a rate that changes by itself.
    if abs(rate - target) < 1e-12 { rate = target }
    return (rate, range.low <= range.high && rate >= 0 && rate <= 1)
  }

  /// The rates of the next cycle that acceleration and jerk of all joints allow, by the path as it is for one
  /// of `rate`.
  @_noAllocation @_noLocks
  private func rates(around rate: Double, along motion: MotionView) -> RateRange {
    var next = player
    _ = next.advance(motion, period: period, rate: rate)
    var range = RateRange()
    for index in 0..<pairs.count {
      pairs.base[index].narrow(
        &range, around: rate,
        to: next.pathPoints(motion, pair: index, jointCount: jointCount), period: period)
    }
    return range
  }
}

/// A stop along the path of a motion, or a slower rate of it.
struct PathStop: BitwiseCopyable, Sendable {
  /// Cycles since it began.
  var cycles = 0.0
  /// So many may it take, joints that brake by themselves at the end included.
  let limit: Double

  /// None yet.
  @_noAllocation @_noLocks
  init() { limit = -1 }

  @_noAllocation @_noLocks
  init(atMost limit: Double) { self.limit = limit }

  var hasBegun: Bool { @_noAllocation @_noLocks get { limit >= 0 } }
}

/// Rates of a motion that joints do not mind.
struct RateRange: BitwiseCopyable {
  var low = -Double.infinity
  var high = Double.infinity
  /// So much may the change of the rate itself change in a cycle: half of what the jerk limits allow, the
  /// other half is for the path.
  var change = Double.infinity

  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  func nearest(_ rate: Double) -> Double { max(min(rate, high), low) }
}

extension JointPair {
  /// Leaves the rates with which the next cycle is inside acceleration and jerk limits, if a cycle of `rate`
  /// leads to `point`.
  @_noAllocation @_noLocks
  func narrow(
    _ range: inout RateRange, around rate: Double, to point: MotionPointPair, period: Double
  ) {
    let square = period * period
    let way = point.position - limiter.position - limiter.velocity * period
    let acceleration = bounds.acceleration * square
    let jerk = bounds.jerk * (square * period)
    let present = limiter.acceleration * square
    let most = RealtimeMath.least(acceleration, present + jerk)
    let least = RealtimeMath.greatest(RealtimeMath.negate(acceleration), present - jerk)
    let slope = point.velocity * period
    for lane in 0..<2 where slope[lane] != 0 {
      let one = rate + (least[lane] - way[lane]) / slope[lane]
      let other = rate + (most[lane] - way[lane]) / slope[lane]
      range.low = max(range.low, min(one, other))
      range.high = min(range.high, max(one, other))
      range.change = min(range.change, 0.5 * jerk[lane] / abs(slope[lane]))
    }
  }

  /// Whether the next cycle can lead to `point`.
  @_noAllocation @_noLocks
  func canMove(to point: MotionPointPair, period: Double) -> Bool {
    var probe = limiter
    _ = probe.update(
      target: point.position, targetVelocity: point.velocity, bounds: bounds, period: period)
    return RealtimeMath.both(RealtimeMath.magnitude(probe.position - point.position) .<= 1e-10)
  }
}
