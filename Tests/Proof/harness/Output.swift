import CProof
import RobotControl
import RobotCore
import RobotUnits

/// What came out of the cycles so far.
struct Output: BitwiseCopyable {
  var fingerprint = Fingerprint()
  var result = proof_result()

  init() {}

  @_noAllocation @_noLocks
  mutating func take(volts: Double, amperes: Double, isValid: Bool) {
    fingerprint.add(volts)
    fingerprint.add(amperes)
    fingerprint.add(isValid)
  }

  @_noAllocation @_noLocks
  mutating func take(_ verdict: Verdict) {
    fingerprint.add(verdict.outputsEnabled)
    if let answer = verdict.result {
      fingerprint.add(answer.sequence)
      fingerprint.add(UInt64(answer.refusal.rawValue))
      fingerprint.add(answer.joint)
      if answer.refusal.rawValue == 0 { result.done += 1 } else { result.refused += 1 }
    }
    if let stop = verdict.stopped {
      fingerprint.add(UInt64(stop.code.rawValue))
      fingerprint.add(stop.value)
      fingerprint.add(stop.limit)
      fingerprint.add(stop.cycle.index)
      result.stops += 1
    }
    if let slower = verdict.degraded {
      fingerprint.add(UInt64(slower.code.rawValue))
      fingerprint.add(slower.cycle.index)
    }
    if let fault = verdict.latched {
      let code = UInt64(fault.code.rawValue)
      fingerprint.add(code)
      fingerprint.add(fault.joint)
      fingerprint.add(fault.value)
      fingerprint.add(fault.limit)
      fingerprint.add(fault.cycle.index)
      result.faults += 1
      result.fault_kinds |= 1 << (code / 100 * 8 + code % 100)
    }
  }

  @_noAllocation @_noLocks
  mutating func take(_ robot: borrowing Robot) {
    for index in 0..<robot.requests.count { fingerprint.add(robot.requests[index]) }
    let state = robot.cycle.lifecycle.state
    fingerprint.add(state.rawValue)
    fingerprint.add(robot.cycle.source.rawValue)
    fingerprint.add(robot.cycle.player.time)
    for joint in 0..<Robot.jointCount { take(robot.snapshots[joint]) }
    count(state)
    result.sources |= 1 << UInt64(robot.cycle.source.rawValue)
  }

  @_noAllocation @_noLocks
  private mutating func take(_ joint: JointSnapshot) {
    fingerprint.add(joint.referencePosition)
    fingerprint.add(joint.referenceVelocity)
    fingerprint.add(joint.measuredPosition)
    fingerprint.add(joint.measuredVelocity)
    fingerprint.add(joint.desiredEffort)
    fingerprint.add(joint.appliedEffort)
    fingerprint.add(joint.duty)
    fingerprint.add(UInt64(joint.limits.rawValue))
    fingerprint.add(UInt64(joint.age))
    fingerprint.add(joint.squaredErrorSum)
    fingerprint.add(joint.maximumError)
    result.limit_kinds |= UInt64(joint.limits.rawValue)
  }

  @_noAllocation @_noLocks
  private mutating func count(_ state: LifecycleState) {
    switch state {
    case .unconfigured: result.states.0 += 1
    case .disarmed: result.states.1 += 1
    case .arming: result.states.2 += 1
    case .active, .degraded: result.states.3 += 1
    case .holding: result.states.4 += 1
    case .stopping: result.states.5 += 1
    case .faulted: result.states.6 += 1
    }
  }
}
