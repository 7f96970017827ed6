public import RobotUnits

/// One missed deadline, explained.
public struct LateEvent: Hashable, Sendable {
  /// The cycle's number.
  public var cycle: UInt64
  /// When it was to begin.
  public var due: MonotonicInstant
  /// The thread: the name of a bus, or empty for control.
  public var thread: String
  /// By how much it was late.
  public var lateness: TimeSpan
  /// The cause's number, as in the protocol's table.
  public var cause: UInt8
  /// The time that the cause took.
  public var cost: TimeSpan
  /// The earlier cycle that the cause befell, when this one was late only because of it.
  public var origin: UInt64?
  /// The same for people, in English.
  public var english: String
  /// The same for people, in Chinese.
  public var chinese: String

  /// A missed deadline.
  public init(
    cycle: UInt64, due: MonotonicInstant, thread: String, lateness: TimeSpan, cause: UInt8,
    cost: TimeSpan, origin: UInt64?, english: String, chinese: String
  ) {
    self.cycle = cycle
    self.due = due
    self.thread = thread
    self.lateness = lateness
    self.cause = cause
    self.cost = cost
    self.origin = origin
    self.english = english
    self.chinese = chinese
  }
}

/// How often a cause made a cycle late.
public struct CauseCount: Hashable, Sendable {
  /// The cause's number.
  public var cause: UInt8
  /// Missed deadlines since the daemon started.
  public var count: UInt64

  /// A count.
  public init(cause: UInt8, count: UInt64) {
    self.cause = cause
    self.count = count
  }
}

/// How long each stage of one cycle took.
public struct CycleStages: Hashable, Sendable {
  /// The cycle's number.
  public var cycle: UInt64
  /// By how much it was late; zero when it was in time.
  public var lateness: TimeSpan
  /// The time of each stage, in the protocol's order.
  public var stages: [TimeSpan]

  /// One cycle.
  public init(cycle: UInt64, lateness: TimeSpan, stages: [TimeSpan]) {
    self.cycle = cycle
    self.lateness = lateness
    self.stages = stages
  }
}

/// The missed deadlines of all threads.
public struct LateReport: Hashable, Sendable {
  /// How often each cause was it; causes that never were are left out.
  public var counts: [CauseCount]
  /// Cycles of which the daemon lost the record before it could look at it.
  public var unseen: UInt64
  /// The last missed deadlines, oldest first.
  public var cycles: [LateEvent]
  /// The cycles of that thread before the last missed deadline, and the one that missed it; oldest
  /// first.
  public var before: [CycleStages]
  /// How long each stage of that thread usually takes; empty before the first miss.
  public var usual: [TimeSpan]

  /// A report; without arguments, of a robot that was never late.
  public init(
    counts: [CauseCount] = [], unseen: UInt64 = 0, cycles: [LateEvent] = [],
    before: [CycleStages] = [], usual: [TimeSpan] = []
  ) {
    self.counts = counts
    self.unseen = unseen
    self.cycles = cycles
    self.before = before
    self.usual = usual
  }
}
