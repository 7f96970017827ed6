public import RobotUnits

/// How well one joint followed its reference while armed.
public struct TrackingError: Hashable, Sendable, BitwiseCopyable {
  /// Root mean square of reference − measured position [rad or m].
  public var rms: Double
  /// Its greatest magnitude [rad or m].
  public var maximum: Double

  /// A joint's tracking error.
  public init(rms: Double, maximum: Double) {
    self.rms = rms
    self.maximum = maximum
  }
}

/// Counts and times since the daemon started, and the times of the last minute.
///
/// One frame has room for 100 buses and 256 joints.
public struct StatisticsSnapshot: Hashable, Sendable {
  /// Bus replies that came after their control cycle.
  public var lateReplies: UInt64
  /// Faults latched.
  public var faults: UInt64
  /// Records of cycles that were lost because nobody took them in time.
  public var lostRecords: UInt64
  /// What `StageStatistics.lastMinute` covers: 60 s to 65 s, less in the first minute.
  public var window: TimeSpan
  /// The control thread.
  public var control: ThreadStatistics
  /// The threads of the buses, in the order of `RobotInfo.buses`.
  public var buses: [ThreadStatistics]
  /// The joints' tracking, in robot order.
  public var tracking: [TrackingError]

  /// Counts and times.
  public init(
    lateReplies: UInt64, faults: UInt64, lostRecords: UInt64, window: TimeSpan,
    control: ThreadStatistics, buses: [ThreadStatistics], tracking: [TrackingError]
  ) {
    self.lateReplies = lateReplies
    self.faults = faults
    self.lostRecords = lostRecords
    self.window = window
    self.control = control
    self.buses = buses
    self.tracking = tracking
  }

  /// Control cycles done.
  public var cycles: UInt64 { control.cycles }
  /// Transfers that failed, on all buses.
  public var busErrors: UInt64 { buses.reduce(0) { $0 &+ $1.failures } }
}

extension StatisticsSnapshot: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(lateReplies)
    writer.integer(faults)
    writer.integer(lostRecords)
    writer.span(window)
    control.encode(into: &writer)
    writer.list(buses)
    writer.list(tracking)
  }

  init(from reader: inout WireReader) throws(WireError) {
    lateReplies = try reader.integer()
    faults = try reader.integer()
    lostRecords = try reader.integer()
    window = try reader.span()
    control = try ThreadStatistics(from: &reader)
    buses = try reader.list()
    tracking = try reader.list()
  }
}

extension TrackingError: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.number(rms)
    writer.number(maximum)
  }

  init(from reader: inout WireReader) throws(WireError) {
    rms = try reader.number()
    maximum = try reader.number()
  }
}
