import RobotHAL
import RobotRuntime
import RobotUnits

/// A thread with a period of 1 ms and a deadline of 500 µs, as records.
enum LateRecords {
  /// Microseconds of each stage of a cycle in which nothing is wrong.
  static let usual: [(Stage, Int64)] = [
    (.wakeUp, 10), (.clock, 1), (.transfer, 80), (.decode, 2), (.control, 30), (.publish, 5),
  ]

  /// Cycle `index`, usual but for `changes` [µs].
  static func record(_ index: UInt64, _ changes: [Stage: Int64] = [:]) -> CycleRecord {
    var record = CycleRecord()
    record.index = index
    record.due = MonotonicInstant(nanoseconds: Int64(index) * 1_000_000)
    for (stage, time) in usual { record.stages[stage.place()] = time * 1000 }
    for (stage, time) in changes { record.stages[stage.place()] = time * 1000 }
    record.lateness = max((record.end - record.due).nanoseconds - 500_000, 0)
    record.transfers.count = 2
    record.transfers.bus = 0
    record.transfers.address = 0x40
    record.transfers.slowest = 40_000
    return record
  }

  /// What is known of `record`, after 20 usual cycles.
  static func evidence(_ record: CycleRecord, usage: UsageExcess? = UsageExcess()) -> Evidence {
    var evidence = Evidence(
      late: record, baseline: StageBaseline((0..<20).map { Self.record($0) }))
    evidence.usage = usage
    evidence.bus = 0
    return evidence
  }

  /// Why cycle 100 with `changes` [µs] was late.
  static func finding(
    _ changes: [Stage: Int64], _ usage: UsageExcess? = UsageExcess(),
    _ change: (inout Evidence) -> Void = { _ in }
  ) -> Finding {
    var evidence = evidence(record(100, changes), usage: usage)
    change(&evidence)
    return Attribution.finding(evidence)
  }

  /// What the kernel counted, nothing but for `change`.
  static func usage(_ change: (inout UsageExcess) -> Void) -> UsageExcess {
    var usage = UsageExcess()
    change(&usage)
    return usage
  }
}
