internal import RobotControl
internal import RobotUnits

extension ControlCycle {
  /// Does what is asked, or says why not.
  @_noAllocation @_noLocks
  mutating func answer(_ request: Request, _ input: CycleInput) -> RequestResult {
    var joint = -1
    let refusal: Refusal
    armingBlocks.clear()
    switch request.kind {
    case .arm: refusal = arm(input, isRecovery: false, &joint)
    case .recover: refusal = arm(input, isRecovery: true, &joint)
    case .examine: refusal = mayArm(input, isRecovery: false, &joint)
    case .disarm: refusal = lifecycle.take(.disarm) ? .none : .faultLatched
    case .stop: refusal = lifecycle.take(.stop) ? .none : .wrongState
    case .clear: refusal = clear(input)
    case .jog: refusal = jog(request, &joint)
    case .startMotion: refusal = startMotion(&joint)
    }
    return RequestResult(
      sequence: request.sequence, refusal: refusal, joint: joint,
      device: armingBlocks.count > 0 ? armingBlocks.block(0).device : -1)
  }

  /// The gravest of what forbids to arm; the others are in `armingBlocks`.
  @_noAllocation @_noLocks
  private mutating func mayArm(
    _ input: CycleInput, isRecovery: Bool, _ joint: inout Int
  ) -> Refusal {
    examine(input, isRecovery: isRecovery)
    guard armingBlocks.count > 0 else { return .none }
    let block = armingBlocks.block(0)
    joint = block.joint
    return block.refusal
  }

  @_noAllocation @_noLocks
  private mutating func arm(
    _ input: CycleInput, isRecovery: Bool, _ joint: inout Int
  ) -> Refusal {
    let block = mayArm(input, isRecovery: isRecovery, &joint)
    guard armingBlocks.count == 0 else { return block }
    let wasPowered = lifecycle.state.isPowered()
    guard lifecycle.take(.arm) else { return .wrongState }
    source = .rest
    unfoldGains()
    if !wasPowered { restFalls() }
    for index in 0..<pairs.count {
      // A joint that is held goes on from its reference; one that was let go begins anew.
      if !wasPowered {
        seed(index, where: PairMask(repeating: true))
      } else if lossPending {
        seed(index, where: pairs[index].letsGo .> 0)
      }
      pairs[index].goal = pairs[index].limiter.position
    }
    lossPending = false
    if isRecovery { beginRecovery() }
    if !wasPowered, safety.probeShare > 0 { beginProbe() }
    return .none
  }

  @_noAllocation @_noLocks
  private mutating func clear(_ input: CycleInput) -> Refusal {
    guard lifecycle.state == .faulted else { return .wrongState }
    if input.emergencyStop || input.safetyLineLost || !input.actuatorLost.isEmpty
      || !input.settingsLost.isEmpty || !input.actuatorFault.isEmpty || !input.servoFault.isEmpty
      || input.unreliable.joint >= 0
      || input.channelDisagreement > 0 || input.simulatorTrouble != 0
      || input.watches.isOutOfRange
    {
      return .causePersists
    }
    guard lifecycle.take(.clear) else { return .wrongState }
    fault = nil
    return .none
  }

  @_noAllocation @_noLocks
  private mutating func jog(_ request: Request, _ joint: inout Int) -> Refusal {
    guard lifecycle.state.followsCommands(), source == .rest || source == .jog else {
      return .wrongState
    }
    guard request.joint >= 0, request.joint < jointCount, request.speed > 0,
      request.speed - request.speed == 0, request.displacement - request.displacement == 0
    else { return .invalidValue }
    joint = request.joint
    let goal = pairs[joint >> 1].limiter.position[joint & 1] + request.displacement
    let bounds = pairs[joint >> 1].bounds
    guard goal >= bounds.lower[joint & 1], goal <= bounds.upper[joint & 1] else {
      return .outsideLimits
    }
    source = .jog
    pairs[joint >> 1].goal[joint & 1] = goal
    pairs[joint >> 1].jogSpeed[joint & 1] = request.speed
    return .none
  }

  @_noAllocation @_noLocks
  private mutating func startMotion(_ joint: inout Int) -> Refusal {
    guard lifecycle.state.followsCommands(), source == .rest || source == .jog else {
      return .wrongState
    }
    guard let motion, motion.knotCount >= 2 else { return .noMotion }
    for index in 0..<jointCount {
      let start = motion.points[index].position
      let tolerance = safety.motionStartTolerance * joints[index].lever
      if !(abs(start - pairs[index >> 1].limiter.position[index & 1]) <= tolerance) {
        joint = index
        return .motionStartsElsewhere
      }
    }
    player = MotionPlayer(rate: motionRate)
    pathStop = PathStop()
    hasFinishedMotion = false
    source = .motion
    trackedCycles = 0
    for index in 0..<pairs.count {
      pairs[index].squaredErrorSum = .zero
      pairs[index].maximumError = .zero
    }
    return .none
  }
}
