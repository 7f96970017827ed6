public import RobotUnits

/// The readings of one thread's counters, and what a cycle of it usually costs.
///
/// A late cycle brings a reading of its own, made at its end. What is subtracted is the newest reading
/// from before it: the service thread makes one at every drain, so that the window between the two
/// holds few other cycles. Their usual share is subtracted as well. Real-time: no.
public struct UsageHistory: Sendable {
  /// One reading of the counters.
  public struct Reading: Hashable, Sendable {
    /// When.
    public var time: MonotonicInstant
    /// What the kernel counted.
    public var usage: ThreadUsage
    /// What the hypervisor had taken from the processor [ns]; `nil`: not known.
    public var stolen: Int64?

    /// A reading at `time`.
    public init(time: MonotonicInstant, usage: ThreadUsage, stolen: Int64?) {
      self.time = time
      self.usage = usage
      self.stolen = stolen
    }
  }

  /// Readings that are kept; at one per 20 ms they reach back for more than a second.
  static let capacity = 64
  /// A window shorter than this tells little of what a cycle usually costs.
  static let leastCycles = 4

  private var readings: [Reading] = []
  private var delays: [Int64] = []
  private var offs: [Int64] = []
  private var switches: [Int64] = []

  /// No reading yet.
  public init() {}

  /// Takes a reading; `cycles` are those that ended since the one before it.
  public mutating func add(_ reading: Reading, cycles: [CycleRecord]) {
    if let last = readings.last { learn(from: last.usage, to: reading.usage, cycles) }
    readings.append(reading)
    if readings.count > Self.capacity { readings.removeFirst() }
  }

  /// What `late` cost beyond the usual; `before` are the cycles before it, `stolenNow` is the newest
  /// reading of the stolen time. `nil` without a reading at its end, or one from before it.
  public func excess(
    of late: CycleRecord, before: some Sequence<CycleRecord>, stolenNow: Int64?
  ) -> UsageExcess? {
    guard let usage = late.usage else { return nil }
    guard let base = base(for: late, before) else { return nil }
    let others = before.filter { $0.end > base.time && $0.end <= late.woken }
    let count = Int64(others.count)
    var excess = UsageExcess()
    excess.minorFaults = usage.minorFaults - base.usage.minorFaults
    excess.majorFaults = usage.majorFaults - base.usage.majorFaults
    excess.involuntarySwitches = usage.involuntarySwitches - base.usage.involuntarySwitches
    let interruptions = others.reduce(Int64(late.interruptions)) { $0 + Int64($1.interruptions) }
    // Each of the others went to sleep once; the late one had not yet when its counters were read.
    let usual = switches.median ?? 1
    excess.voluntarySwitches =
      usage.voluntarySwitches - base.usage.voluntarySwitches - interruptions
      - usual * count - (usual - 1)
    if let after = usage.runQueueDelay, let start = base.usage.runQueueDelay {
      excess.runQueueDelay = max(after - start - (delays.median ?? 0) * (count + 1), 0)
    }
    if let after = usage.processorTime, let start = base.usage.processorTime {
      let busy = others.reduce(late.busy) { $0 + $1.busy }
      let off = busy - (after - start) - (offs.median ?? 0) * (count + 1)
      excess.offProcessor = max(off, 0)
      excess.usualWait = offs.median
      excess.ranAsleep = max(-off, 0)
    }
    if let stolenNow, let start = base.stolen { excess.stolen = max(stolenNow - start, 0) }
    return excess
  }

  /// The newest reading from before `late`, and from between two cycles where there is one: of a cycle
  /// that it cuts in two, nobody knows which switches were counted.
  private func base(for late: CycleRecord, _ before: some Sequence<CycleRecord>) -> Reading? {
    let earlier = readings.filter { $0.time <= late.due }
    return earlier.last { reading in
      !before.contains { $0.woken < reading.time && $0.end > reading.time }
    } ?? earlier.last
  }

  private mutating func learn(
    from first: ThreadUsage, to second: ThreadUsage, _ cycles: [CycleRecord]
  ) {
    guard cycles.count >= Self.leastCycles, !cycles.contains(where: { $0.isMiss() }) else { return }
    let count = Int64(cycles.count)
    let used = second.voluntarySwitches - first.voluntarySwitches
    Self.keep((used + count / 2) / count, in: &switches)
    if let after = second.runQueueDelay, let start = first.runQueueDelay {
      Self.keep((after - start) / count, in: &delays)
    }
    if let after = second.processorTime, let start = first.processorTime {
      let busy = cycles.reduce(0) { $0 + $1.busy }
      Self.keep((busy - (after - start)) / count, in: &offs)
    }
  }

  private static func keep(_ value: Int64, in values: inout [Int64]) {
    values.append(value)
    if values.count > capacity { values.removeFirst() }
  }
}
