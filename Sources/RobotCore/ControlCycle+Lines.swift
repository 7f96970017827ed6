internal import RobotControl
internal import RobotUnits

// What digital lines do to the cycle: channels that disagree, limit switches, brakes. Robots without them
// pay one test each.
extension ControlCycle {
  /// A broken emergency stop is a fault in whatever state, and more than the press that showed it.
  @_noAllocation @_noLocks
  mutating func faultChannels(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    if let fault, case .emergencyStopDiscrepancy = fault.code { return }
    let code = FaultCode.emergencyStopDiscrepancy
    guard lifecycle.take(code.event()) else { return }
    let record = FaultRecord(
      code: code, joint: -1, value: input.channelDisagreement,
      limit: safety.channelDiscrepancy, cycle: cycle)
    fault = record
    verdict.latched = record
  }

  // MARK: Limit switches

  /// Narrows the bounds of joints whose switch is open, and stops a robot that moves when one opens.
  ///
  /// The reference brakes as it can; where it stops is the joint's bound from then on. It moves inwards with
  /// the reference, never outwards, until the switch lets go.
  @_noAllocation @_noLocks
  mutating func obeySwitches(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    for index in 0..<switches.count {
      let isOpen = (input.openSwitches >> UInt64(truncatingIfNeeded: index)) & 1 != 0
      guard isOpen || switches.base[index].isTripped else { continue }
      let hasTripped = switches.base[index].update(isOpen: isOpen, at: cycle.time)
      let limit = switches.base[index]
      guard limit.isTripped else {
        setBound(limit, to: outermost(limit))
        continue
      }
      narrow(limit, isNew: hasTripped)
      guard hasTripped else { continue }
      switch lifecycle.state {
      case .arming, .active, .degraded:
        guard lifecycle.take(.stop) else { break }
        // Its joint must not go on along a path.
        source = .rest
        verdict.stopped = StopRecord(
          code: .limitSwitch, joint: limit.joint,
          value: pairs[limit.joint >> 1].measured[limit.joint & 1], limit: outermost(limit),
          cycle: cycle)
      default: break
      }
    }
  }

  /// Says of joints that a switch holds that it does.
  @_noAllocation @_noLocks
  func noteSwitches() {
    for index in 0..<switches.count where switches.base[index].isTripped {
      let joint = switches.base[index].joint
      pairs.base[joint >> 1].limits.insert(.limitSwitch, lane: joint & 1)
    }
  }

  @_noAllocation @_noLocks
  private func narrow(_ limit: LimitSwitch, isNew: Bool) {
    let (pair, lane) = (limit.joint >> 1, limit.joint & 1)
    let sign = limit.side.sign()
    let reference = pairs.base[pair].limiter
    var bound: Double
    if !lifecycle.state.isPowered() || (lossPending && pairs.base[pair].letsGo[lane] > 0) {
      // The joint may be moved by hand: where it is armed is where it may not go further.
      bound = pairs.base[pair].measured[lane]
    } else if isNew || reference.velocity[lane] * sign <= 0 {
      // Where it stops, and with a limit of jerk it may turn further out.
      let reach = reference.stoppingReach(
        lane, bounds: pairs.base[pair].bounds, period: period)
      bound = reference.position[lane] + (sign > 0 ? reach.greatest : reach.least)
      let present = self.bound(limit)
      if (bound - present) * sign > 0 { bound = present }
    } else {
      return
    }
    // Wherever the joint is: one that is let go, or armed on its stop, may be past either.
    let bounds = joints.base[limit.joint].bounds
    setBound(limit, to: max(min(bound, bounds.upper), bounds.lower))
  }

  /// The joint's bound without the switch.
  @_noAllocation @_noLocks
  private func outermost(_ limit: LimitSwitch) -> Double {
    let bounds = joints.base[limit.joint].bounds
    switch limit.side {
    case .lower: return bounds.lower
    case .upper: return bounds.upper
    }
  }

  @_noAllocation @_noLocks
  private func bound(_ limit: LimitSwitch) -> Double {
    let (pair, lane) = (limit.joint >> 1, limit.joint & 1)
    switch limit.side {
    case .lower: return pairs.base[pair].bounds.lower[lane]
    case .upper: return pairs.base[pair].bounds.upper[lane]
    }
  }

  @_noAllocation @_noLocks
  private func setBound(_ limit: LimitSwitch, to position: Double) {
    let (pair, lane) = (limit.joint >> 1, limit.joint & 1)
    switch limit.side {
    case .lower: pairs.base[pair].bounds.lower[lane] = position
    case .upper: pairs.base[pair].bounds.upper[lane] = position
    }
  }

  // MARK: Brakes

  /// Torque on, joints held, brakes released, then commands; references at rest, brakes engaged, then torque
  /// off. What switches off at once engages them at once.
  @_noAllocation @_noLocks
  mutating func sequenceBrakes(_ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict) {
    switch lifecycle.state {
    case .unconfigured, .disarmed, .faulted:
      holdSince = nil
      brakes.update(.engage, at: cycle.time)
    case .arming: releaseWhenHeld(cycle, input, &verdict)
    case .active, .degraded: brakes.update(.release, at: cycle.time)
    case .holding: brakes.update(.keep, at: cycle.time)
    case .stopping:
      holdSince = nil
      guard restsEverywhere() else { return brakes.update(.keep, at: cycle.time) }
      if case .stoppingToHolding = lifecycle.place {
        brakes.update(.keep, at: cycle.time)
        _ = lifecycle.take(.standstill)
        return
      }
      brakes.update(.engage, at: cycle.time)
      if brakes.state == .engaged { _ = lifecycle.take(.standstill) }
    }
  }

  @_noAllocation @_noLocks
  private mutating func releaseWhenHeld(
    _ cycle: Cycle, _ input: CycleInput, _ verdict: inout Verdict
  ) {
    guard gainsAreUp(), hasBraked else { return brakes.update(.keep, at: cycle.time) }
    let since = holdSince ?? cycle.time
    holdSince = since
    if !brakes.isReleaseCommanded() {
      let joint = jointAstray()
      guard joint < 0 else {
        brakes.update(.keep, at: cycle.time)
        guard (cycle.time - since).seconds > safety.holdTime else { return }
        let pair = pairs[joint >> 1]
        latch(
          .notHolding, joint: joint,
          value: abs(pair.limiter.position[joint & 1] - pair.measured[joint & 1]),
          limit: safety.armingMargin * joints[joint].lever, cycle, &verdict)
        return
      }
    }
    brakes.update(.release, at: cycle.time)
    guard brakes.state == .released else { return }
    holdSince = nil
    endRamp(cycle, input, &verdict)
  }

  @_noAllocation @_noLocks
  private func gainsAreUp() -> Bool {
    for index in 0..<pairs.count
    where !RealtimeMath.both(pairs[index].rampTime .>= safety.armingTime) { return false }
    return true
  }

  @_noAllocation @_noLocks
  private func restsEverywhere() -> Bool {
    for index in 0..<pairs.count
    where !pairs[index].limiter.isAtRest(bounds: pairs[index].bounds, period: period) {
      return false
    }
    return true
  }

  /// A joint that is not where its reference is, or -1.
  @_noAllocation @_noLocks
  private func jointAstray() -> Int {
    for joint in 0..<jointCount {
      let pair = pairs[joint >> 1]
      let error = abs(pair.limiter.position[joint & 1] - pair.measured[joint & 1])
      if !(error <= safety.armingMargin * joints[joint].lever) { return joint }
    }
    return -1
  }
}
