public import RobotUnits

/// Watches one cyclic thread from another: takes its records from the ring, keeps the last of them, and
/// explains those that were late.
///
/// A late cycle is explained when the cycle after it has ended, because signals are seen in the sleep
/// between the two; or after `patience`, when none ends. Real-time: no.
public final class ThreadWatch {
  /// The last cycles.
  public private(set) var recorder = FlightRecorder()
  /// Missed deadlines that were explained, by cause.
  public private(set) var counts: [CauseKind: UInt64] = [:]

  private var records: RingReader<CycleRecord>
  private let thread: RealtimeThread?
  private let stolenTime: StolenTime
  private let bus: Int32
  private var reader: ThreadUsageReader?
  private var history = UsageHistory()
  private var baseline = StageBaseline()
  private var baselineAge = ThreadWatch.baselinePeriod
  private var sinceReading: [CycleRecord] = []
  private var pending: CycleRecord?
  private var previous: (record: CycleRecord, finding: Finding)?
  private var nextReading = MonotonicInstant(nanoseconds: 0)

  /// How often the thread's counters are read, at most.
  static let readingPeriod = TimeSpan.milliseconds(20)
  /// How long a late cycle waits for the one after it.
  static let patience = TimeSpan.milliseconds(100)
  /// The medians are computed anew when a cycle is late, but at most every so many cycles.
  static let baselinePeriod = 32

  /// Watches `thread`, whose records come through `records`; without a thread its counters stay
  /// unknown. `bus`: the bus that it serves, -1 when it serves none or several.
  public init(
    records: consuming RingReader<CycleRecord>, thread: RealtimeThread?, stolenTime: StolenTime,
    bus: Int32
  ) {
    self.records = records
    self.thread = thread
    self.stolenTime = stolenTime
    self.bus = bus
  }

  /// Takes what the thread did since the last call; gives the missed deadlines, explained. `rivals` are
  /// the watches of more urgent threads on the same processor, drained just before.
  public func drain(_ now: MonotonicInstant, rivals: [ThreadWatch] = []) -> [LateCycle] {
    var late: [LateCycle] = []
    while let record = records.pop() {
      if let pending { late.append(explain(pending, after: record, rivals)) }
      pending = nil
      // What an overrun made its successors skip is that overrun, not another miss.
      let end = recorder.last(1).first?.end ?? record.due
      let isOverslept = record.skipped > 0 && end <= record.due
      recorder.add(record)
      sinceReading.append(record)
      baselineAge += 1
      if let usage = record.usage { keep(usage, at: record.end) }
      if record.lateness > 0 || isOverslept { pending = record } else { previous = nil }
    }
    if let waiting = pending, now - waiting.end > Self.patience {
      late.append(explain(waiting, after: nil, rivals))
      pending = nil
    }
    if now >= nextReading { readCounters(now) }
    return late
  }

  private func explain(
    _ record: CycleRecord, after: CycleRecord?, _ rivals: [ThreadWatch]
  ) -> LateCycle {
    let before = recorder.last()
    if baselineAge >= Self.baselinePeriod {
      baseline = StageBaseline(before)
      baselineAge = 0
    }
    var evidence = Evidence(late: record, baseline: baseline)
    evidence.after = after
    evidence.previous = previous
    evidence.usage = history.excess(of: record, before: before, stolenNow: stolenTime.read())
    evidence.bus = bus
    evidence.rivals = rivals.flatMap { $0.recorder.last() }
    let finding = Attribution.finding(evidence)
    previous = (record, finding)
    counts[finding.kind, default: 0] += 1
    return LateCycle(
      record: record,
      nanoseconds: record.lateness > 0 ? record.lateness : record.duration(.wakeUp),
      finding: finding, baseline: baseline, before: recorder.last(LateCycle.context))
  }

  /// Reads the counters of a thread that is in time, so that the window of its next late cycle is
  /// short.
  private func readCounters(_ now: MonotonicInstant) {
    if reader == nil, let identity = thread?.identity {
      reader = ThreadUsageReader(thread: identity)
    }
    if reader != nil || thread == nil { nextReading = now + Self.readingPeriod }
    if let usage = reader?.read() {
      keep(usage, at: SystemClock.now())
    } else {
      sinceReading = []
    }
  }

  private func keep(_ usage: ThreadUsage, at time: MonotonicInstant) {
    history.add(
      UsageHistory.Reading(time: time, usage: usage, stolen: stolenTime.read()),
      cycles: sinceReading)
    sinceReading = []
  }
}
