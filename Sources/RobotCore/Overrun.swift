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

/// Why the robot came to hold, or became slower, by itself, without a fault. Values are append-only, as
/// those of `FaultCode`, and of no fault: logs and clients know both by their numbers.
public enum StopCode: UInt16, BitwiseCopyable, Sendable {
  /// The output device of a joint fails more often than `errors.degrade`: degraded.
  case actuatorDegraded = 106
  /// The encoder of a joint does: degraded.
  case encoderDegraded = 206
  /// The loop's overruns took its last credit.
  case overrunCredits = 303
  /// A limit switch opened.
  case limitSwitch = 406
}

/// A stop, or a slower speed, that no client asked for, with its evidence.
public struct StopRecord: BitwiseCopyable, Sendable {
  /// Why.
  public var code: StopCode
  /// The joint, or -1.
  public var joint: Int
  /// What was seen, in the unit of the code.
  public var value: Double
  /// The bound that it broke.
  public var limit: Double
  /// When.
  public var cycle: Cycle

  /// A record.
  @_noAllocation @_noLocks
  public init(code: StopCode, joint: Int = -1, value: Double, limit: Double, cycle: Cycle) {
    self.code = code
    self.joint = joint
    self.value = value
    self.limit = limit
    self.cycle = cycle
  }
}

#if !hasFeature(Embedded)
  // An array is on the heap.
  extension StopCode: CaseIterable {}
#endif
