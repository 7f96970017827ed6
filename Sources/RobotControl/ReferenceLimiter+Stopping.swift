public import RobotUnits

extension ReferenceLimiter {
  /// Where the reference of joint `lane` comes to rest if it brakes with all that `bounds` allow from the
  /// next cycle of `period` s on: as `brake` does it, in whole cycles. Real-time: yes.
  @_noAllocation @_noLocks
  public func stoppingPosition(_ lane: Int, bounds: BoundsPair, period: Double) -> Double {
    let (position, velocity) = (position[lane], velocity[lane])
    if bounds.jerk[lane] < .infinity {
      return position + JerkLimitedJoint(self, lane, bounds: bounds, period: period).stop().way
    }
    let step = bounds.acceleration[lane] * period
    let speed = abs(velocity)
    // So many cycles with a speed above 0; a Double holds no more whole cycles than this.
    let steps = speed / step
    guard steps < 1e9 else { return position + velocity * steps * period / 2 }
    let cycles = Double(Int(steps))
    let way = period * (cycles * speed - step * cycles * (cycles + 1) / 2)
    return velocity < 0 ? position - way : position + way
  }

  /// How far below and above its position the reference of joint `lane` gets while it comes to rest like that,
  /// at most 0 and at least 0. With a jerk bound a reference may still turn. Real-time: yes.
  @_noAllocation @_noLocks
  public func stoppingReach(
    _ lane: Int, bounds: BoundsPair, period: Double
  ) -> (least: Double, greatest: Double) {
    if bounds.jerk[lane] < .infinity {
      return JerkLimitedJoint(self, lane, bounds: bounds, period: period).reach()
    }
    let way = stoppingPosition(lane, bounds: bounds, period: period) - position[lane]
    return (min(way, 0), max(way, 0))
  }

  /// Whether both are at rest and may stay there: with a jerk bound the acceleration has to be gone too.
  /// Real-time: yes.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public func isAtRest(bounds: BoundsPair, period: Double) -> Bool {
    if bounds.hasJerk { return isAtRestWithJerk(bounds: bounds, period: period) }
    return RealtimeMath.both(velocity .== 0)
  }
}
