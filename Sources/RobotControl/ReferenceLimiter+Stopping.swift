internal import RobotUnits

extension ReferenceLimiter {
  /// Where the reference of joint `lane` comes to rest if it brakes with `acceleration` [rad/s^2] from the
  /// next cycle of `period` s on: as `brake` does it, in whole cycles. Real-time: yes.
  @_noAllocation @_noLocks
  public func stoppingPosition(_ lane: Int, acceleration: Double, period: Double) -> Double {
    let (position, velocity) = (position[lane], velocity[lane])
    let step = acceleration * period
    let speed = abs(velocity)
    // So many cycles with a speed above 0; a Double holds no more whole cycles than this.
    let steps = speed / step
    guard steps < 1e9 else { return position + velocity * steps * period / 2 }
    let cycles = Double(Int(steps))
    let way = period * (cycles * speed - step * cycles * (cycles + 1) / 2)
    return velocity < 0 ? position - way : position + way
  }
}
