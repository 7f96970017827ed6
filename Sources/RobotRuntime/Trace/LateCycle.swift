/// One missed deadline, explained.
public struct LateCycle: Sendable {
  /// The cycle; its stages are in `before` as well, as the last one.
  public var record: CycleRecord
  /// By how much it was late [ns]. For a cycle in time after others that were overslept: by how much it
  /// overslept them.
  public var nanoseconds: Int64
  /// Why.
  public var finding: Finding
  /// The usual time of each stage.
  public var baseline: StageBaseline
  /// The cycles before it and itself, oldest first; at most `LateCycle.context`.
  public var before: [CycleRecord]

  /// A missed deadline.
  public init(
    record: CycleRecord, nanoseconds: Int64, finding: Finding, baseline: StageBaseline,
    before: [CycleRecord]
  ) {
    self.record = record
    self.nanoseconds = nanoseconds
    self.finding = finding
    self.baseline = baseline
    self.before = before
  }

  /// How many cycles are kept with a late one.
  public static let context = 16
}
