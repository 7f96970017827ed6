internal import RobotControl
internal import RobotUnits

/// One thing that forbids to arm.
public struct ArmingBlock: BitwiseCopyable, Sendable {
  /// What.
  public var refusal: Refusal
  /// Of which joint, or -1.
  public var joint: Int

  @_noAllocation @_noLocks
  init(_ refusal: Refusal, _ joint: Int) {
    self.refusal = refusal
    self.joint = joint
  }
}

/// Everything that forbids to arm, as it was found when it was asked for last.
public struct ArmingBlocks: ~Copyable {
  /// How many there are; more than there is room for are not kept.
  public private(set) var count = 0
  private let blocks: FixedArray<ArmingBlock>

  /// Room for what a person reads at once.
  init() { blocks = FixedArray(repeating: ArmingBlock(.none, -1), count: 64) }

  /// Number `index` of `count`, the gravest first.
  @_noAllocation @_noLocks
  public func block(_ index: Int) -> ArmingBlock { blocks[index] }

  @_noAllocation @_noLocks
  mutating func clear() { count = 0 }

  @_noAllocation @_noLocks
  mutating func add(_ refusal: Refusal, _ joint: Int = -1) {
    guard count < blocks.count else { return }
    blocks[count] = ArmingBlock(refusal, joint)
    count += 1
  }
}

extension ControlCycle {
  /// Looks for everything that forbids to arm, in whatever state.
  @_noAllocation @_noLocks
  mutating func examine(_ input: CycleInput) {
    armingBlocks.clear()
    if fault != nil { armingBlocks.add(.faultLatched) }
    if input.safetyLineLost { armingBlocks.add(.safetyLineLost) }
    if input.emergencyStop { armingBlocks.add(.emergencyStopPressed) }
    add(.actuatorNotAnswering, input.actuatorLost)
    add(.settingsLost, input.settingsLost)
    add(.actuatorFault, input.actuatorFault)
    add(.servoFault, input.servoFault)
    add(.positionUnknown, input.positionUnknown)
    var (actuators, encoders) = (input.actuatorUnreliable, input.encoderUnreliable)
    if input.unreliable.joint >= 0 {
      if input.unreliable.isEncoder {
        encoders.insert(input.unreliable.joint)
      } else {
        actuators.insert(input.unreliable.joint)
      }
    }
    add(.actuatorNotAnswering, actuators)
    add(.encoderNotFresh, encoders)
    for joint in 0..<jointCount where !joints[joint].hasLimits {
      armingBlocks.add(.limitsUnspecified, joint)
    }
    if heats.count > 0 { blockWarmMotors() }
    for joint in 0..<jointCount where !encoders.contains(joint) { examinePosition(joint, input) }
  }

  @_noAllocation @_noLocks
  private mutating func add(_ refusal: Refusal, _ set: JointSet) {
    guard !set.isEmpty else { return }
    for joint in 0..<jointCount where set.contains(joint) { armingBlocks.add(refusal, joint) }
  }

  /// Whether it is known where `joint` stands, and whether that is inside its limits.
  @_noAllocation @_noLocks
  private mutating func examinePosition(_ joint: Int, _ input: CycleInput) {
    if pairs[joint >> 1].freshRun[joint & 1] < Double(safety.freshCycles) {
      let blamed = blamed(joint)
      // Of a coupling the joint whose own encoder is missing, once.
      if blamed == joint, !input.positionUnknown.contains(joint) {
        armingBlocks.add(.encoderNotFresh, joint)
      }
      return
    }
    let bounds = joints[joint].bounds
    let position = pairs[joint >> 1].measured[joint & 1]
    let margin = safety.armingMargin * joints[joint].lever
    if position < bounds.lower - margin || position > bounds.upper + margin {
      armingBlocks.add(.outsideLimits, joint)
    }
  }
}
