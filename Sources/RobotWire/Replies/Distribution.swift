public import RobotUnits

/// The distribution of a measured time. Each percentile is the upper edge of its bucket: never less than
/// the exact one, at most 1/32 (3.1 %) more, and at most `max`.
public struct Distribution: Hashable, Sendable, BitwiseCopyable {
  /// How many values there are.
  public var count: UInt64
  /// Half of the values are at most this.
  public var p50: TimeSpan
  /// 99 % of the values are at most this.
  public var p99: TimeSpan
  /// 99.9 % of the values are at most this.
  public var p999: TimeSpan
  /// 99.99 % of the values are at most this.
  public var p9999: TimeSpan
  /// The greatest value; of the last minute, its bucket's upper edge.
  public var max: TimeSpan

  /// A distribution.
  public init(
    count: UInt64, p50: TimeSpan, p99: TimeSpan, p999: TimeSpan, p9999: TimeSpan, max: TimeSpan
  ) {
    self.count = count
    self.p50 = p50
    self.p99 = p99
    self.p999 = p999
    self.p9999 = p9999
    self.max = max
  }

  /// No value at all.
  public static let none = Distribution(
    count: 0, p50: .zero, p99: .zero, p999: .zero, p9999: .zero, max: .zero)
}

/// How long one stage took.
public struct StageStatistics: Hashable, Sendable, BitwiseCopyable {
  /// Which one.
  public var stage: LoopStage
  /// Of all its passes.
  public var sinceStart: Distribution
  /// Of those in `StatisticsSnapshot.window`.
  public var lastMinute: Distribution

  /// A stage's times.
  public init(_ stage: LoopStage, sinceStart: Distribution, lastMinute: Distribution) {
    self.stage = stage
    self.sinceStart = sinceStart
    self.lastMinute = lastMinute
  }
}

extension Distribution: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(count)
    writer.span(p50)
    writer.span(p99)
    writer.span(p999)
    writer.span(p9999)
    writer.span(max)
  }

  init(from reader: inout WireReader) throws(WireError) {
    count = try reader.integer()
    p50 = try reader.span()
    p99 = try reader.span()
    p999 = try reader.span()
    p9999 = try reader.span()
    max = try reader.span()
  }
}

extension StageStatistics: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(stage.rawValue)
    sinceStart.encode(into: &writer)
    lastMinute.encode(into: &writer)
  }

  init(from reader: inout WireReader) throws(WireError) {
    stage = try reader.choice("stage")
    sinceStart = try Distribution(from: &reader)
    lastMinute = try Distribution(from: &reader)
  }
}
