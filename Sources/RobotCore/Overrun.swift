/// What the schedule says to a cycle about the time that was lost before it.
public struct Overrun: BitwiseCopyable, Sendable {
  /// How far the robot's stock of credits is from bearing it.
  public enum Escalation: UInt8, BitwiseCopyable, Sendable {
    /// Borne, or no overrun at all.
    case none
    /// It took the last credit.
    case exhausted
    /// It alone cost more than the whole stock.
    case excessive
  }

  /// The cycles that an overrun just before this cycle lost, at least 1; 0: there was none.
  public var cost: UInt64 = 0
  /// The most credits that the robot can have; 0: it has no ladder, and nothing escalates.
  public var stock: UInt64 = 0
  /// What it means for the robot.
  public var escalation = Escalation.none

  /// No overrun.
  @_noAllocation @_noLocks
  public init() {}

  /// An overrun.
  @_noAllocation @_noLocks
  public init(cost: UInt64, stock: UInt64, escalation: Escalation) {
    self.cost = cost
    self.stock = stock
    self.escalation = escalation
  }
}
