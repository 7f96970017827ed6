import RobotRuntime
import RobotUnits
import Testing

/// A thread that sleeps once per cycle and twice in its transfers, runs 50 µs of its 118 µs and waits
/// 4 µs in the run queue.
@Suite struct UsageHistoryTests {
  private static func usage(after cycles: Int64) -> ThreadUsage {
    var usage = ThreadUsage()
    usage.minorFaults = 7
    usage.voluntarySwitches = 3 * cycles
    usage.runQueueDelay = 4_000 * cycles
    usage.processorTime = 50_000 * cycles
    return usage
  }

  private static func time(_ cycle: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: cycle * 1_000_000 - 100_000)
  }

  /// Readings every 10 cycles until cycle 100, all between two cycles.
  private static func history(stolen: Int64? = nil) -> UsageHistory {
    var history = UsageHistory()
    for cycle in stride(from: 0, through: 100, by: 10) as StrideThrough<Int64> {
      let first = max(cycle - 10, 0)
      history.add(
        UsageHistory.Reading(time: time(cycle), usage: usage(after: cycle), stolen: stolen),
        cycles: (first..<cycle).map { LateRecords.record(UInt64($0)) })
    }
    return history
  }

  /// Cycle 105, late by its controller; its counters are read at its end, before it sleeps.
  private static func late(_ change: (inout ThreadUsage) -> Void) -> CycleRecord {
    var record = LateRecords.record(105, [.control: 700])
    var usage = usage(after: 105)
    usage.voluntarySwitches += 2
    usage.runQueueDelay = 4_000 * 106
    usage.processorTime = 50_000 * 106 + 670_000
    change(&usage)
    record.usage = usage
    return record
  }

  private static let before = (0..<105).map { LateRecords.record($0) }

  @Test func whatIsUsualIsSubtracted() throws {
    let excess = try #require(
      Self.history().excess(of: Self.late { _ in }, before: Self.before, stolenNow: nil))
    #expect(excess.minorFaults == 0)
    #expect(excess.voluntarySwitches == 0)
    #expect(excess.involuntarySwitches == 0)
    #expect(excess.runQueueDelay == 0)
    #expect(excess.offProcessor == 0)
    #expect(excess.ranAsleep == 0)
    #expect(excess.stolen == nil)
  }

  @Test func whatIsUnusualRemains() throws {
    let late = Self.late {
      $0.minorFaults += 5
      $0.majorFaults += 1
      $0.voluntarySwitches += 1
      $0.involuntarySwitches += 2
      $0.runQueueDelay = 4_000 * 106 + 300_000
      $0.processorTime = 50_000 * 106 + 270_000
    }
    let excess = try #require(
      Self.history(stolen: 20_000_000).excess(
        of: late, before: Self.before, stolenNow: 30_000_000))
    #expect(excess.minorFaults == 5)
    #expect(excess.majorFaults == 1)
    #expect(excess.voluntarySwitches == 1)
    #expect(excess.involuntarySwitches == 2)
    #expect(excess.runQueueDelay == 300_000)
    #expect(excess.offProcessor == 400_000)
    #expect(excess.stolen == 10_000_000)
  }

  @Test func timeThatItRanWithoutAStageIsSeen() throws {
    let late = Self.late { $0.processorTime = 50_000 * 106 + 670_000 + 250_000 }
    let excess = try #require(
      Self.history().excess(of: late, before: Self.before, stolenNow: nil))
    #expect(excess.ranAsleep == 250_000)
    #expect(excess.offProcessor == 0)
  }

  @Test func interruptedSleepsAreNoBlockingCalls() throws {
    var late = Self.late { $0.voluntarySwitches += 6 }
    late.interruptions = 4
    var before = Self.before
    before[103].interruptions = 2
    let excess = try #require(Self.history().excess(of: late, before: before, stolenNow: nil))
    #expect(excess.voluntarySwitches == 0)
  }

  /// A reading in the middle of cycle 102 has counted some of its switches, and nobody knows which.
  @Test func aReadingThatCutsACycleIsPassedOver() throws {
    var history = Self.history()
    var inside = Self.usage(after: 102)
    inside.voluntarySwitches += 2
    history.add(
      UsageHistory.Reading(
        time: MonotonicInstant(nanoseconds: 102_060_000), usage: inside, stolen: nil),
      cycles: [LateRecords.record(100), LateRecords.record(101)])
    let excess = try #require(
      history.excess(of: Self.late { _ in }, before: Self.before, stolenNow: nil))
    #expect(excess.voluntarySwitches == 0)
  }

  @Test func withoutAReadingFromBeforeNothingIsKnown() {
    var history = UsageHistory()
    let late = Self.late { _ in }
    #expect(history.excess(of: late, before: Self.before, stolenNow: nil) == nil)
    history.add(
      UsageHistory.Reading(
        time: MonotonicInstant(nanoseconds: 105_500_000), usage: Self.usage(after: 105),
        stolen: nil), cycles: [])
    #expect(history.excess(of: late, before: Self.before, stolenNow: nil) == nil)
  }

  /// 64 at one per 20 ms reach back for more than a second.
  @Test func keeps64Readings() {
    var history = UsageHistory()
    let late = Self.late { _ in }
    for cycle in 105..<169 as Range<Int64> {
      history.add(
        UsageHistory.Reading(
          time: Self.time(cycle), usage: Self.usage(after: cycle), stolen: nil), cycles: [])
    }
    #expect(history.excess(of: late, before: Self.before, stolenNow: nil) != nil)
    history.add(
      UsageHistory.Reading(time: Self.time(169), usage: Self.usage(after: 169), stolen: nil),
      cycles: [])
    #expect(history.excess(of: late, before: Self.before, stolenNow: nil) == nil)
  }

  @Test func withoutItsOwnReadingNothingIsKnown() {
    let late = LateRecords.record(105, [.control: 700])
    #expect(Self.history().excess(of: late, before: Self.before, stolenNow: nil) == nil)
  }

  @Test func whatTheKernelDoesNotSayStaysUnknown() throws {
    let late = Self.late {
      $0.runQueueDelay = nil
      $0.processorTime = nil
    }
    let excess = try #require(
      Self.history().excess(of: late, before: Self.before, stolenNow: nil))
    #expect(excess.runQueueDelay == nil)
    #expect(excess.offProcessor == nil)
  }

  @Test func lateCyclesTeachNothing() throws {
    var history = Self.history()
    var hog = Self.usage(after: 104)
    hog.runQueueDelay = 100_000_000
    var cycles = (100..<104).map { LateRecords.record($0) }
    cycles[2].lateness = 1
    for _ in 0..<40 {
      history.add(
        UsageHistory.Reading(time: Self.time(104), usage: hog, stolen: nil), cycles: cycles)
    }
    let late = Self.late { $0.runQueueDelay = 100_000_000 + 4_000 * 2 + 300_000 }
    let excess = try #require(history.excess(of: late, before: Self.before, stolenNow: nil))
    #expect(excess.runQueueDelay == 300_000)
  }
}
