/// What one cyclic thread did since the daemon started.
public struct ThreadStatistics: Hashable, Sendable {
  /// Cycles that ran.
  public var cycles: UInt64
  /// Cycles that ended after their deadline.
  public var late: UInt64
  /// Cycles that were not done when their successor was to begin, and wake-ups that missed grid points.
  public var overruns: UInt64
  /// Grid points without a cycle.
  public var skipped: UInt64
  /// Transfers handed to the adapter (system calls); of a bus.
  public var transfers: UInt64
  /// Those of them that failed.
  public var failures: UInt64
  /// Transfers that repeated an exchange which had failed in the same cycle.
  public var retries: UInt64
  /// Its stages, those that it has passed at least once. No stage twice.
  public var stages: [StageStatistics]

  /// What a thread did.
  public init(
    cycles: UInt64, late: UInt64, overruns: UInt64, skipped: UInt64, transfers: UInt64,
    failures: UInt64, retries: UInt64, stages: [StageStatistics]
  ) {
    self.cycles = cycles
    self.late = late
    self.overruns = overruns
    self.skipped = skipped
    self.transfers = transfers
    self.failures = failures
    self.retries = retries
    self.stages = stages
  }

  /// The times of `stage`; without values when the thread has not passed it.
  public subscript(stage: LoopStage) -> StageStatistics {
    stages.first { $0.stage == stage }
      ?? StageStatistics(stage, sinceStart: .none, lastMinute: .none)
  }
}

extension ThreadStatistics: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(cycles)
    writer.integer(late)
    writer.integer(overruns)
    writer.integer(skipped)
    writer.integer(transfers)
    writer.integer(failures)
    writer.integer(retries)
    if !isValid { writer.refuse("stages") }
    writer.list(stages)
  }

  init(from reader: inout WireReader) throws(WireError) {
    cycles = try reader.integer()
    late = try reader.integer()
    overruns = try reader.integer()
    skipped = try reader.integer()
    transfers = try reader.integer()
    failures = try reader.integer()
    retries = try reader.integer()
    stages = try reader.list()
    guard isValid else { throw .badPayload(field: "stages") }
  }

  private var isValid: Bool { Set(stages.map(\.stage)).count == stages.count }
}
