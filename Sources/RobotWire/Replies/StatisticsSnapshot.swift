public import RobotUnits

/// The distribution of a measured time.
public struct Percentiles: Hashable, Sendable, BitwiseCopyable {
  /// Half of the values are at most this.
  public var p50: TimeSpan
  /// 99 % of the values are at most this.
  public var p99: TimeSpan
  /// 99.9 % of the values are at most this.
  public var p999: TimeSpan
  /// The greatest value.
  public var max: TimeSpan

  /// A distribution.
  public init(p50: TimeSpan, p99: TimeSpan, p999: TimeSpan, max: TimeSpan) {
    self.p50 = p50
    self.p99 = p99
    self.p999 = p999
    self.max = max
  }
}

/// What one bus did.
public struct BusStatistics: Hashable, Sendable, BitwiseCopyable {
  /// Transfers handed to the adapter (system calls).
  public var transfers: UInt64
  /// The time of one cycle's transfers.
  public var duration: Percentiles

  /// What one bus did.
  public init(transfers: UInt64, duration: Percentiles) {
    self.transfers = transfers
    self.duration = duration
  }
}

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

/// Counts and times since the daemon started.
public struct StatisticsSnapshot: Hashable, Sendable {
  /// Control cycles done.
  public var cycles: UInt64
  /// Cycles that ended after their deadline.
  public var overruns: UInt64
  /// Grid points without a cycle, because the one before ran over them.
  public var skipped: UInt64
  /// Bus replies that came after their control cycle.
  public var lateReplies: UInt64
  /// Transfers that failed, on all buses.
  public var busErrors: UInt64
  /// Faults latched.
  public var faults: UInt64
  /// From grid point to wake-up.
  public var wakeUp: Percentiles
  /// From wake-up to the end of the cycle.
  public var cycle: Percentiles
  /// The buses, in the order of `RobotInfo.buses`.
  public var buses: [BusStatistics]
  /// The joints' tracking, in robot order.
  public var tracking: [TrackingError]

  /// Counts and times since the daemon started.
  public init(
    cycles: UInt64, overruns: UInt64, skipped: UInt64, lateReplies: UInt64, busErrors: UInt64,
    faults: UInt64, wakeUp: Percentiles, cycle: Percentiles, buses: [BusStatistics],
    tracking: [TrackingError]
  ) {
    self.cycles = cycles
    self.overruns = overruns
    self.skipped = skipped
    self.lateReplies = lateReplies
    self.busErrors = busErrors
    self.faults = faults
    self.wakeUp = wakeUp
    self.cycle = cycle
    self.buses = buses
    self.tracking = tracking
  }
}

extension StatisticsSnapshot: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(cycles)
    writer.integer(overruns)
    writer.integer(skipped)
    writer.integer(lateReplies)
    writer.integer(busErrors)
    writer.integer(faults)
    wakeUp.encode(into: &writer)
    cycle.encode(into: &writer)
    writer.list(buses)
    writer.list(tracking)
  }

  init(from reader: inout WireReader) throws(WireError) {
    cycles = try reader.integer()
    overruns = try reader.integer()
    skipped = try reader.integer()
    lateReplies = try reader.integer()
    busErrors = try reader.integer()
    faults = try reader.integer()
    wakeUp = try Percentiles(from: &reader)
    cycle = try Percentiles(from: &reader)
    buses = try reader.list()
    tracking = try reader.list()
  }
}

extension Percentiles: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.span(p50)
    writer.span(p99)
    writer.span(p999)
    writer.span(max)
  }

  init(from reader: inout WireReader) throws(WireError) {
    p50 = try reader.span()
    p99 = try reader.span()
    p999 = try reader.span()
    max = try reader.span()
  }
}

extension BusStatistics: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(transfers)
    duration.encode(into: &writer)
  }

  init(from reader: inout WireReader) throws(WireError) {
    transfers = try reader.integer()
    duration = try Percentiles(from: &reader)
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
