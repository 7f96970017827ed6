internal import RobotControl
internal import RobotDynamics
internal import RobotUnits

extension ControlCycle {
  /// Takes the cycle's samples, and computes the model at the positions that they give.
  @_noAllocation @_noLocks
  mutating func estimate(skippedCycles: UInt64) {
    let isPowered = lifecycle.state.isPowered()
    var measured = Pair(repeating: 1)
    for index in 0..<pairs.count {
      pairs[index].pass(skippedCycles: skippedCycles, safety, period: period)
      pairs[index].estimate(
        measurements.base[2 * index], measurements.base[2 * index + 1], isPowered: isPowered,
        safety)
      measured = RealtimeMath.least(measured, pairs[index].hasMeasured)
    }
    if RealtimeMath.both(measured .> 0) { _ = lifecycle.take(.configured) }
    if tree.coordinateCount > 0 { updateTree() }
  }

  @_noAllocation @_noLocks
  private mutating func updateTree() {
    for joint in 0..<jointCount {
      let coordinate = joints[joint].coordinate
      if coordinate >= 0 { positions[coordinate] = pairs[joint >> 1].measured[joint & 1] }
    }
    tree.gravityAndInertia(
      positions: positions, gravity: gravity, inertia: inertia, treeWork)
    for joint in 0..<jointCount where joints[joint].readsTree {
      let coordinate = joints[joint].coordinate
      pairs[joint >> 1].gravity[joint & 1] = gravity[coordinate]
      pairs[joint >> 1].inertia[joint & 1] = inertia[coordinate]
    }
  }
}
