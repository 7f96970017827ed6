internal import RobotControl
internal import RobotDynamics
internal import RobotUnits

extension ControlCycle {
  /// Takes the cycle's samples; a bad one is not believed, and its age counts.
  @_noAllocation @_noLocks
  mutating func estimate() {
    var configured = true
    for joint in 0..<jointCount {
      let sample = measurements[joint]
      state[joint].limits = LimitFlags()
      if sample.quality == .fresh, isPlausible(sample.position, joint) {
        if !state[joint].hasMeasured { state[joint].estimator.reset(position: sample.position) }
        state[joint].estimator.update(position: sample.position)
        state[joint].measured = sample.position
        state[joint].hasMeasured = true
        state[joint].age = 0
        if state[joint].freshRun < .max { state[joint].freshRun += 1 }
        state[joint].jumps = 0
      } else {
        state[joint].estimator.predict()
        if state[joint].age < .max { state[joint].age += 1 }
        state[joint].freshRun = 0
      }
      configured = configured && state[joint].hasMeasured
      let coordinate = joints[joint].coordinate
      if coordinate >= 0 { positions[coordinate] = state[joint].measured }
    }
    if configured { _ = lifecycle.take(.configured) }
    tree.update(positions: positions)
  }

  /// A reading that the joint's greatest speed does not explain is rejected. While the outputs are off
  /// the arm may be moved by hand at any speed, so nothing is rejected then.
  @_noAllocation @_noLocks
  private mutating func isPlausible(_ position: Double, _ joint: Int) -> Bool {
    guard position - position == 0 else { return false }
    guard state[joint].hasMeasured, lifecycle.state.isPowered() else { return true }
    let cycles = Double(state[joint].age) + 1
    let reach = joints[joint].bounds.velocity * period * cycles * safety.jumpFactor
    if abs(position - state[joint].measured) <= reach + safety.jumpMargin { return true }
    state[joint].jumps += 1
    return false
  }
}
