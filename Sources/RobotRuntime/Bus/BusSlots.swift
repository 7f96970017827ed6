public import RobotHAL
public import RobotUnits

/// What the control thread hands to a bus: the request bytes of all its entries.
public struct BusRequests: ~Copyable, Sendable {
  /// The control cycle that filled the slot, plus one; 0 before the first.
  public var stamp: UInt64 = 0
  /// The bytes, laid out by the plan.
  public let bytes: FixedArray<UInt8>
  /// The same for each of the cycles after it that the plan extrapolates, one behind the other.
  public let images: FixedArray<UInt8>

  /// The requests of `plan` as they stand before the first command: all commands safe.
  public init(_ plan: BusPlan) {
    let safe = plan.safeRequests
    bytes = FixedArray(safe)
    images = FixedArray((0..<plan.aging.extrapolated).flatMap { _ in safe })
  }

  /// The requests of `plan` as they stand before the first command: all servos off.
  public init(_ plan: SerialPlan) {
    bytes = FixedArray(repeating: 0, count: plan.requestBytes)
    images = FixedArray(repeating: 0, count: plan.requestBytes * Int(plan.aging.extrapolated))
  }

  /// The requests of a line on which nothing is sent: none.
  public init(_ plan: StreamPlan) {
    bytes = FixedArray(repeating: 0, count: 0)
    images = FixedArray(repeating: 0, count: 0)
  }
}

/// How the last exchange of one entry went.
public struct ExchangeStatus: BitwiseCopyable, Sendable {
  /// Failures in a row; 0 after a success.
  public var failures: UInt32 = 0
  /// The last failure.
  public var error = BusError(.other)
  /// The cycle of the last success, plus one; 0 before the first.
  public var stamp: UInt64 = 0

  /// Whether the last exchange succeeded.
  public var isAnswered: Bool {
    @_noAllocation @_noLocks
    get { stamp > 0 && failures == 0 }
  }
}

/// What a bus hands to the control thread: the replies and states of all entries.
public struct BusReplies: ~Copyable, Sendable {
  /// The cycle of the transfer, plus one; 0 before the first.
  public var stamp: UInt64 = 0
  /// The stamp of the requests that the transfer carried out, or extrapolated; of an I2C bus only.
  public var commandStamp: UInt64 = 0
  /// The bytes, laid out by the plan. An entry that failed, or was not due, keeps its last reply.
  public let bytes: FixedArray<UInt8>
  /// One state per entry of the plan.
  public let statuses: FixedArray<ExchangeStatus>

  /// Nothing read yet.
  public init(_ plan: BusPlan) {
    bytes = FixedArray(repeating: 0, count: plan.replyBytes)
    statuses = FixedArray(repeating: ExchangeStatus(), count: plan.entries.count)
  }

  /// Nothing read yet.
  public init(_ plan: SerialPlan) {
    bytes = FixedArray(repeating: 0, count: plan.replyBytes)
    statuses = FixedArray(repeating: ExchangeStatus(), count: plan.entries.count)
  }

  /// Nothing read yet.
  public init(_ plan: StreamPlan) {
    bytes = FixedArray(repeating: 0, count: plan.replyBytes)
    statuses = FixedArray(repeating: ExchangeStatus(), count: plan.entries.count)
  }
}
