/// A stop, or a slower speed, that no client asked for, with its evidence.
public struct StopRecord: BitwiseCopyable, Sendable {
  /// Why.
  public var code: StopCode
  /// The joint, or -1.
  public var joint: Int
  /// The device that is to blame where it is none of a joint, or -1: as the runtime numbers all that has a
  /// health of its own.
  public var device: Int
  /// What was seen, in the unit of the code.
  public var value: Double
  /// The bound that it broke.
  public var limit: Double
  /// When.
  public var cycle: Cycle

  /// A record.
  @_noAllocation @_noLocks
  public init(
    code: StopCode, joint: Int = -1, device: Int = -1, value: Double, limit: Double, cycle: Cycle
  ) {
    self.code = code
    self.joint = joint
    self.device = device
    self.value = value
    self.limit = limit
    self.cycle = cycle
  }
}
