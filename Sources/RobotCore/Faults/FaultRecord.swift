/// A latched fault with its evidence.
public struct FaultRecord: BitwiseCopyable, Sendable {
  /// Why.
  public var code: FaultCode
  /// The joint, or -1.
  public var joint: Int
  /// What was seen, in the unit of the fault.
  public var value: Double
  /// The bound that it broke.
  public var limit: Double
  /// When.
  public var cycle: Cycle

  /// A record.
  @_noAllocation @_noLocks
  public init(code: FaultCode, joint: Int, value: Double, limit: Double, cycle: Cycle) {
    self.code = code
    self.joint = joint
    self.value = value
    self.limit = limit
    self.cycle = cycle
  }
}
