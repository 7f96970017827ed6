internal import RobotControl
internal import RobotDynamics
public import RobotUnits

extension ControlCycle {
  /// The law of every joint, then the guard: the only way to an output.
  @_noAllocation @_noLocks
  mutating func control(_ cycle: Cycle, _ verdict: inout Verdict) {
    if source == .motion { trackedCycles += 1 }
    if probe.isOn, lifecycle.state.isPowered() {
      applyProbe()
    } else if lifecycle.state.isPowered() {
      let mode = ControlMode(
        isStreaming: lifecycle.state.followsCommands() && source == .stream, isLost: lossPending,
        isTracking: source == .motion, hasTree: tree.coordinateCount > 0)
      if impedances.count > 0 { updateImpedances(mode) }
      for index in 0..<pairs.count where lifecycle.state.isPowered() {
        control(index, mode, cycle, &verdict)
      }
      if couplings.count > 0, lifecycle.state.isPowered() { shareEfforts() }
    }
    if !lifecycle.state.isPowered() {
      restImpedances()
      for index in 0..<pairs.count {
        pairs[index].switchOff()
        write(.zero, index)
      }
    }
  }

  @_noAllocation @_noLocks
  private mutating func control(
    _ index: Int, _ mode: ControlMode, _ cycle: Cycle, _ verdict: inout Verdict
  ) {
    let scale = pairs[index].gainScale(safety)
    let target = TargetPair(targets.base[2 * index], targets.base[2 * index + 1])
    var desired = pairs[index].effort(target, mode, scale: scale, period: period)
    let hasExtras = pairs[index].hasExtras
    if hasExtras { desired = extraEffort(desired, index, target, mode, scale: scale) }
    if impedances.count > 0 { share(&desired, index, target, mode, scale: scale) }
    if RealtimeMath.either(desired - desired .!= 0) {
      refuse(index, desired, mode, cycle, &verdict)
      return
    }
    write(pairs[index].guardOutput(desired), index)
    // What a coupling cuts is known after all joints only.
    if hasExtras, couplings.count == 0 { noteExtras(index, scale: scale) }
    pairs[index].note(mode, scale: scale)
  }

  /// An effort that is not finite switches the robot off: nothing is noted of that joint and of those
  /// after it.
  @_noAllocation @_noLocks
  private mutating func refuse(
    _ index: Int, _ desired: Pair, _ mode: ControlMode, _ cycle: Cycle, _ verdict: inout Verdict
  ) {
    let isFirst = desired.x - desired.x != 0
    if !isFirst {
      let before = pairs[index]
      _ = pairs[index].guardOutput(desired)
      pairs[index].note(mode, scale: before.gainScale(safety))
      pairs[index].forgetNote(ofSecond: before)
    }
    latch(
      .nonFiniteEffort, joint: isFirst ? 2 * index : 2 * index + 1,
      value: isFirst ? desired.x : desired.y, limit: 0, cycle, &verdict)
  }

  @_noAllocation @_noLocks
  private func write(_ duty: Pair, _ index: Int) {
    duties.base[2 * index] = duty.x
    duties.base[2 * index + 1] = duty.y
  }

  /// Writes what is published of the joints, after `step`, into `snapshots`: one for each joint.
  /// Changes nothing; as a mere reader it would be handed a copy of the whole cycle.
  @_noAllocation @_noLocks
  public mutating func publish(into snapshots: borrowing FixedArray<JointSnapshot>) {
    precondition(snapshots.count >= jointCount, "a snapshot for each joint")
    for index in 0..<jointCount >> 1 {
      pairs[index].publish(0, duty: duties.base[2 * index], into: &snapshots.base[2 * index])
      pairs[index].publish(
        1, duty: duties.base[2 * index + 1], into: &snapshots.base[2 * index + 1])
    }
    guard jointCount & 1 == 1 else { return }
    pairs[jointCount >> 1].publish(
      0, duty: duties.base[jointCount - 1], into: &snapshots.base[jointCount - 1])
  }

  /// What `publish` says of one joint.
  @_noAllocation @_noLocks
  public func snapshot(of joint: Int) -> JointSnapshot {
    precondition(joint >= 0 && joint < jointCount)
    var snapshot = JointSnapshot()
    pairs[joint >> 1].publish(joint & 1, duty: duties[joint], into: &snapshot)
    return snapshot
  }
}
