internal import RobotControl
internal import RobotUnits

// What few joints have beside or instead of the joint law: loops, admittances, passivity observers. They lie
// apart from the pairs, so that the joints without do not carry them through the caches.
extension ControlCycle {
  /// Finds the pairs that have some; part of `init`.
  @_noAllocation @_noLocks
  func linkExtras() {
    for index in 0..<loops.count { pairs[loops[index].pair].loops = index }
    for index in 0..<observers.count { pairs[observers[index].pair].observer = index }
    for index in 0..<pairs.count {
      pairs[index].hasExtras = pairs[index].loops >= 0 || pairs[index].observer >= 0
    }
  }

  /// The efforts of a pair with loops or an observer [N.m]; `standard` are those of the joint law.
  @_noAllocation @_noLocks
  mutating func extraEffort(
    _ standard: Pair, _ index: Int, _ target: TargetPair, _ mode: ControlMode, scale: Pair
  ) -> Pair {
    var desired = standard
    let loop = pairs[index].loops
    if loop >= 0 {
      desired = loops.base[loop].effort(
        replacing: desired, pairs[index], target, mode, scale: scale, period: period)
    }
    let observer = pairs[index].observer
    if observer >= 0 {
      desired = observers.base[observer].effort(
        desired, &pairs.base[index], target, mode, scale: scale, period: period)
    }
    return desired
  }

  /// Tells loops and observer of a pair what became of their efforts.
  @_noAllocation @_noLocks
  func noteExtras(_ index: Int, scale: Pair) {
    let loop = pairs[index].loops
    if loop >= 0 { loops.base[loop].noteApplied(pairs[index], scale: scale) }
    let observer = pairs[index].observer
    if observer >= 0 { observers.base[observer].noteApplied(pairs[index]) }
  }

  /// Joints of `mask` begin anew, and what they have beside their law with them.
  @_noAllocation @_noLocks
  func seed(_ index: Int, where mask: PairMask) {
    pairs[index].seed(where: mask)
    guard pairs[index].hasExtras else { return }
    let loop = pairs[index].loops
    if loop >= 0 { loops.base[loop].reset(pairs[index], where: mask) }
    let observer = pairs[index].observer
    if observer >= 0 { observers.base[observer].reset(pairs[index], where: mask) }
  }

  /// From here to `endReferences` references are what is asked for, whatever presses on the joints.
  @_noAllocation @_noLocks
  func beginReferences() {
    for index in 0..<admittances.count {
      let pair = admittances[index].pair
      admittances.base[index].beginReference(&pairs.base[pair])
    }
  }

  /// From here on references yield.
  @_noAllocation @_noLocks
  func endReferences() {
    let isPowered = lifecycle.state.isPowered()
    for index in 0..<admittances.count {
      let pair = admittances[index].pair
      var isFree = PairMask(repeating: !isPowered)
      if lossPending { isFree = isFree .| (pairs[pair].letsGo .> 0) }
      admittances.base[index].endReference(
        &pairs.base[pair], where: isFree, scale: pairs[pair].gainScale(safety), period: period)
    }
  }
}
