public import RobotUnits

/// Durations of about the same length.
public struct HistogramBucket: Hashable, Sendable, BitwiseCopyable {
  /// The least of them.
  public var lower: TimeSpan
  /// The greatest of them.
  public var upper: TimeSpan
  /// How many there are.
  public var count: UInt64

  /// `count` durations from `lower` to `upper`, both included.
  public init(lower: TimeSpan, upper: TimeSpan, count: UInt64) {
    self.lower = lower
    self.upper = upper
    self.count = count
  }
}

/// All durations of one stage of one thread since the daemon started.
public struct HistogramSnapshot: Hashable, Sendable {
  /// The thread: 0 for control, the others are the buses from 1 on.
  public var thread: UInt16
  /// The stage.
  public var stage: LoopStage
  /// All durations together [ns].
  public var sum: UInt64
  /// The greatest duration.
  public var maximum: TimeSpan
  /// The buckets that are not empty, in order. At most 1024.
  public var buckets: [HistogramBucket]

  /// All durations of one stage.
  public init(
    thread: UInt16, stage: LoopStage, sum: UInt64, maximum: TimeSpan, buckets: [HistogramBucket]
  ) {
    self.thread = thread
    self.stage = stage
    self.sum = sum
    self.maximum = maximum
    self.buckets = buckets
  }
}

extension HistogramSnapshot: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(thread)
    writer.integer(stage.rawValue)
    writer.integer(sum)
    writer.span(maximum)
    writer.list(buckets)
  }

  init(from reader: inout WireReader) throws(WireError) {
    thread = try reader.integer()
    stage = try reader.choice("stage")
    sum = try reader.integer()
    maximum = try reader.span()
    buckets = try reader.list()
  }
}

extension HistogramBucket: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.span(lower)
    writer.span(upper)
    writer.integer(count)
  }

  init(from reader: inout WireReader) throws(WireError) {
    lower = try reader.span()
    upper = try reader.span()
    count = try reader.integer()
  }
}
