internal import RobotControl
internal import RobotUnits

extension ControlCycle {
  /// Looks for everything that forbids to arm, in whatever state. For the way back of joints that are outside their
  /// limits that they are is no reason.
  @_noAllocation @_noLocks
  mutating func examine(_ input: CycleInput, isRecovery: Bool) {
    armingBlocks.clear()
    if fault != nil { armingBlocks.add(.faultLatched) }
    if input.simulatorTrouble != 0 { armingBlocks.add(.causePersists) }
    if input.safetyLineLost { armingBlocks.add(.safetyLineLost) }
    if input.emergencyStop { armingBlocks.add(.emergencyStopPressed) }
    add(.actuatorNotAnswering, input.actuatorLost)
    add(.settingsLost, input.settingsLost)
    add(.actuatorFault, input.actuatorFault)
    add(.servoFault, input.servoFault)
    add(.positionUnknown, input.positionUnknown)
    add(.actuatorNotAnswering, input.actuatorUnreliable)
    add(.encoderNotFresh, input.encoderUnreliable)
    if losses.sum > safety.stallTime { armingBlocks.add(.loopUnsteady) }
    if input.watches.isAny { examine(input.watches) }
    for joint in 0..<jointCount where !joints[joint].hasLimits {
      armingBlocks.add(.limitsUnspecified, joint)
    }
    if heats.count > 0 { blockWarmMotors() }
    for joint in 0..<jointCount where !input.encoderUnreliable.contains(joint) {
      examinePosition(joint, input, isRecovery: isRecovery)
    }
    if redundants.count > 0 { examineRedundancy(input) }
    for index in 0..<startBlocks.count {
      armingBlocks.add(startBlocks[index].refusal, startBlocks[index].joint)
    }
  }

  @_noAllocation @_noLocks
  private mutating func add(_ refusal: Refusal, _ set: JointSet) {
    guard !set.isEmpty else { return }
    for joint in 0..<jointCount where set.contains(joint) { armingBlocks.add(refusal, joint) }
  }

  /// Whether it is known where `joint` stands, whether that is inside its limits, and whether it moves so fast
  /// that arming would end with a fault at once.
  @_noAllocation @_noLocks
  private mutating func examinePosition(_ joint: Int, _ input: CycleInput, isRecovery: Bool) {
    if pairs[joint >> 1].freshRun[joint & 1] < Double(safety.freshCycles) {
      let blamed = blamed(joint)
      // Of a coupling the joint whose own encoder is missing, once.
      if blamed == joint, !input.positionUnknown.contains(joint) {
        armingBlocks.add(.encoderNotFresh, joint)
      }
      return
    }
    if isOutside(joint), !isRecovery || isBarred(joint) {
      armingBlocks.add(.outsideLimits, joint)
    }
    let velocity = abs(pairs[joint >> 1].estimator.velocity[joint & 1])
    let greatest = joints[joint].bounds.velocity * safety.overSpeedFactor
    if joints[joint].hasLimits, velocity > greatest {
      armingBlocks.add(.jointMoves, joint, readings: Pair(velocity, greatest))
    }
  }

  /// Whether the way back inside leads over a limit switch that is open.
  @_noAllocation @_noLocks
  private func isBarred(_ joint: Int) -> Bool {
    let isAbove = pairs[joint >> 1].measured[joint & 1] > joints[joint].bounds.upper
    for index in 0..<switches.count {
      let limit = switches[index]
      if limit.isTripped, limit.joint == joint, (limit.side.sign() < 0) == isAbove { return true }
    }
    return false
  }
}
