/// All that is known of one late cycle.
public struct Evidence: Sendable {
  /// The late cycle.
  public var late: CycleRecord
  /// The cycle after it; `nil` when it has not ended yet.
  public var after: CycleRecord?
  /// The cycle before it that was late as well, and why; `nil` when that one was in time.
  public var previous: (record: CycleRecord, finding: Finding)?
  /// How long the thread's stages usually take.
  public var baseline: StageBaseline
  /// What the kernel counted beyond the usual; `nil` when nothing is known.
  public var usage: UsageExcess?
  /// The bus that the thread serves; -1: it serves none, or several.
  public var bus: Int32 = -1
  /// The last cycles of more urgent threads on the same processor.
  public var rivals: [CycleRecord] = []

  /// A late cycle of which nothing else is known.
  public init(late: CycleRecord, baseline: StageBaseline) {
    self.late = late
    self.baseline = baseline
  }
}
