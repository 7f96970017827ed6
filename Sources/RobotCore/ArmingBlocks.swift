internal import RobotControl
internal import RobotUnits

/// One thing that forbids to arm.
public struct ArmingBlock: BitwiseCopyable, Sendable {
  /// What.
  public var refusal: Refusal
  /// Of which joint, or -1.
  public var joint: Int
  /// Of which device, or -1: as the runtime numbers all that has a health of its own.
  public var device: Int
  /// Of encoders that disagree: where the first sees the joint, and where the second [rad or m]. Of a joint that
  /// moves: how fast, and from when on that is an over-speed [rad/s or m/s].
  public var readings: SIMD2<Double>

  /// `refusal` of `joint`, of `device`, or of the robot. Real-time: yes.
  @_noAllocation @_noLocks
  public init(
    _ refusal: Refusal, joint: Int = -1, device: Int = -1, readings: SIMD2<Double> = .zero
  ) {
    self.refusal = refusal
    self.joint = joint
    self.device = device
    self.readings = readings
  }
}

/// Everything that forbids to arm, as it was found when it was asked for last.
public struct ArmingBlocks: ~Copyable {
  /// How many there are; more than there is room for are not kept.
  public private(set) var count = 0
  private let blocks: FixedArray<ArmingBlock>

  /// Room for what a person reads at once.
  init() { blocks = FixedArray(repeating: ArmingBlock(.none), count: 64) }

  /// Number `index` of `count`, the gravest first.
  @_noAllocation @_noLocks
  public func block(_ index: Int) -> ArmingBlock { blocks[index] }

  @_noAllocation @_noLocks
  mutating func clear() { count = 0 }

  @_noAllocation @_noLocks
  mutating func add(
    _ refusal: Refusal, _ joint: Int = -1, device: Int = -1, readings: Pair = .zero
  ) {
    guard count < blocks.count else { return }
    blocks[count] = ArmingBlock(refusal, joint: joint, device: device, readings: readings)
    count += 1
  }
}
