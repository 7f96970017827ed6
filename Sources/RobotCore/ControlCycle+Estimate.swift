internal import RobotControl
internal import RobotDynamics
internal import RobotUnits

extension ControlCycle {
  /// Takes the cycle's samples; a bad one is not believed, and its age counts.
  @_noAllocation @_noLocks
  mutating func estimate(skippedCycles: UInt64) {
    var configured = true
    for joint in 0..<jointCount {
      let sample = measurements[joint]
      state[joint].limits = LimitFlags()
      skip(skippedCycles, joint)
      if sample.quality == .fresh, isBelievable(sample.position, joint) {
        take(sample.position, joint)
      } else {
        state[joint].estimator.predict()
        if state[joint].age < .max { state[joint].age += 1 }
        // A reply that came late is no reading, but no bad one either, as long as an armed robot would
        // ride through it.
        let isRiddenThrough = state[joint].age <= safety.staleCycles
        if !(sample.quality == .missing && isRiddenThrough) { state[joint].freshRun = 0 }
      }
      configured = configured && state[joint].hasMeasured
      let coordinate = joints[joint].coordinate
      if coordinate >= 0 { positions[coordinate] = state[joint].measured }
    }
    if configured { _ = lifecycle.take(.configured) }
    tree.update(positions: positions)
  }

  /// The joint went on while the loop was late.
  @_noAllocation @_noLocks
  private mutating func skip(_ cycles: UInt64, _ joint: Int) {
    let lost = Double(cycles) * period
    state[joint].elapsed += lost + period
    if cycles > 0, lost <= safety.stallTime {
      state[joint].estimator.predict(periods: Double(cycles))
    }
  }

  @_noAllocation @_noLocks
  private mutating func take(_ position: Double, _ joint: Int) {
    if state[joint].freshRun < .max { state[joint].freshRun += 1 }
    let isNear = state[joint].age <= safety.staleCycles && state[joint].elapsed <= safety.stallTime
    if !state[joint].hasMeasured || !isNear || !isReachable(position, joint) {
      // A first reading, or one that says nothing about speed: a filter that went on from the old one
      // would show a speed that never was.
      state[joint].estimator.reset(position: position)
      state[joint].freshRun = 1
    }
    state[joint].estimator.update(position: position)
    state[joint].measured = position
    state[joint].hasMeasured = true
    state[joint].age = 0
    state[joint].elapsed = 0
    state[joint].jumps = 0
  }

  /// A reading that the joint's greatest speed does not explain is rejected. While the outputs are off
  /// the arm may be moved by hand at any speed, so nothing is rejected then; but it only counts as fresh
  /// for arming once it moves no faster than that.
  @_noAllocation @_noLocks
  private mutating func isBelievable(_ position: Double, _ joint: Int) -> Bool {
    guard position - position == 0 else { return false }
    guard state[joint].hasMeasured, lifecycle.state.isPowered() else { return true }
    if isReachable(position, joint) { return true }
    state[joint].jumps += 1
    return false
  }

  @_noAllocation @_noLocks
  private func isReachable(_ position: Double, _ joint: Int) -> Bool {
    let reach = joints[joint].bounds.velocity * state[joint].elapsed * safety.jumpFactor
    return abs(position - state[joint].measured) <= reach + safety.jumpMargin
  }
}
