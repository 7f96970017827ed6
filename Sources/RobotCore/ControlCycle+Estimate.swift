internal import RobotControl
internal import RobotDynamics
internal import RobotUnits

extension ControlCycle {
  /// Takes the cycle's samples, and computes the model at the positions that they give.
  @_noAllocation @_noLocks
  mutating func estimate(skippedCycles: UInt64) {
    let isPowered = lifecycle.state.isPowered()
    var measured = Pair(repeating: 1)
    if couplings.count > 0 { readShafts() }
    for index in 0..<pairs.count {
      pairs[index].pass(skippedCycles: skippedCycles, safety, period: period)
      pairs[index].estimate(
        measurements.base[2 * index], measurements.base[2 * index + 1], isPowered: isPowered,
        safety)
      measured = RealtimeMath.least(measured, pairs[index].hasMeasured)
    }
    if RealtimeMath.both(measured .> 0) { _ = lifecycle.take(.configured) }
    if linkages.count > 0 { followLinkages() }
    if tree.coordinateCount > 0 { updateTree() }
  }

  /// Motors and rotors as they are seen from the joints at the positions measured.
  @_noAllocation @_noLocks
  private func followLinkages() {
    for index in 0..<linkages.count {
      let linkage = linkages[index]
      let (pair, lane) = (linkage.joint >> 1, linkage.joint & 1)
      let rate = linkage.fourBar.rate(joint: pairs[pair].measured[lane])
      pairs[pair].motor.setGear(lane, of: linkage.motor.geared(by: rate))
      pairs[pair].armature[lane] = linkage.armature * rate * rate
    }
  }

  @_noAllocation @_noLocks
  private mutating func updateTree() {
    for joint in 0..<jointCount {
      let coordinate = joints[joint].coordinate
      if coordinate >= 0 { positions[coordinate] = pairs[joint >> 1].measured[joint & 1] }
    }
    if followers.count > 0 { followers.place(positions) }
    tree.gravityAndInertia(
      positions: positions, gravity: gravity, inertia: inertia, treeWork)
    if followers.count > 0 {
      followers.load(gravity: gravity, inertia: inertia, at: positions, of: tree, treeWork)
    }
    for joint in 0..<jointCount where joints[joint].readsTree {
      let coordinate = joints[joint].coordinate
      pairs[joint >> 1].gravity[joint & 1] = gravity[coordinate]
      pairs[joint >> 1].inertia[joint & 1] = inertia[coordinate]
    }
  }
}
