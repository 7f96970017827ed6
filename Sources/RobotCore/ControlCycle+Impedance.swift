internal import RobotControl
internal import RobotUnits

extension ControlCycle {
  /// Computes what the Cartesian impedances want of their joints in this cycle.
  @_noAllocation @_noLocks
  func updateImpedances(_ mode: ControlMode) {
    for index in 0..<impedances.count {
      let impedance = impedances.base() + index
      impedance.pointee.update(tree, treeWork, measured: positions, pairs)
      let share = share(of: index, mode)
      for row in 0..<impedance.pointee.joints.count {
        let joint = impedance.pointee.joints[row]
        let wish = impedances.wishes.base + (joint >> 1)
        wish.pointee.effort[joint & 1] = impedance.pointee.efforts[row]
        wish.pointee.share[joint & 1] = share
      }
    }
  }

  /// Puts the wish of the impedances in the place of the efforts of a pair's own law, as far as they decide.
  @_noAllocation @_noLocks
  func share(
    _ effort: inout Pair, _ index: Int, _ target: TargetPair, _ mode: ControlMode, scale: Pair
  ) {
    effort = pairs.base[index].shared(
      effort, impedances.wishes.base[index], target, mode, scale: scale)
  }

  /// After arming the impedances decide alone.
  @_noAllocation @_noLocks
  func restImpedances() {
    for index in 0..<impedances.count { impedances.base()[index].share = 1 }
  }

  /// The share of this cycle; the next one's is a step further towards what the stream wants.
  @_noAllocation @_noLocks
  private func share(of index: Int, _ mode: ControlMode) -> Double {
    let impedance = impedances.base() + index
    var isOwn = false
    var isLetGo = false
    for row in 0..<impedance.pointee.joints.count {
      let joint = impedance.pointee.joints[row]
      let target = targets.base + joint
      let isStiff = target.pointee.kp == target.pointee.kp
      let isDamped = target.pointee.kd == target.pointee.kd
      if isStiff || isDamped { isOwn = mode.isStreaming }
      if mode.isLost, pairs.base[joint >> 1].letsGo[joint & 1] > 0 { isLetGo = true }
    }
    // Joints that are let go have no spring to fade.
    if isLetGo { impedance.pointee.share = 0 }
    let share = impedance.pointee.share
    let step = period / safety.armingTime
    impedance.pointee.share = isOwn ? max(share - step, 0) : min(share + step, 1)
    return isLetGo ? 0 : share
  }
}

extension JointPair {
  /// The effort of a joint's own law, `own`, and of a Cartesian impedance, each with its share. What is fed
  /// forward belongs to both.
  @_noAllocation @_noLocks
  func shared(
    _ own: Pair, _ wish: TipWish, _ target: TargetPair, _ mode: ControlMode, scale: Pair
  ) -> Pair {
    var feedForward = modelEffort(mode)
    if mode.isStreaming {
      feedForward.replace(
        with: feedForward + target.feedForward, where: target.feedForward .== target.feedForward)
    }
    let whole = scale * (fold.scale * wish.effort + feedForward)
    var effort = own
    effort.replace(with: own + wish.share * (whole - own), where: wish.share .> 0)
    effort.replace(with: whole, where: wish.share .>= 1)
    return effort
  }

  /// The weight that is fed forward to one of the two [N.m].
  @_noAllocation @_noLocks
  func carriedWeight(_ lane: Int) -> Double { usesTree[lane] > 0 ? gravity[lane] : 0 }
}
