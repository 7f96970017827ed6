import RobotHAL
import RobotRuntime
import RobotUnits
import Testing

/// Records that the test pushes itself: no thread, no clock.
@Suite struct ThreadWatchTests {
  private struct Bench: ~Copyable {
    var writer: RingWriter<CycleRecord>
    let watch: ThreadWatch

    init(bus: Int32 = -1) {
      let ring = Ring<CycleRecord>(capacity: 512)
      writer = ring.writer
      watch = ThreadWatch(
        records: ring.reader, thread: nil, stolenTime: StolenTime(processor: nil), bus: bus)
    }

    /// What becomes of `records`, seen right after the last of them.
    mutating func late(_ records: [CycleRecord], after: TimeSpan = .zero) -> [LateCycle] {
      for record in records { _ = writer.push(record) }
      return watch.drain((records.last?.end ?? MonotonicInstant(nanoseconds: 0)) + after)
    }
  }

  private static let quiet = (0..<50).map { LateRecords.record($0) }

  @Test func everyLateCycleIsToldOnceAndWhenTheNextHasEnded() throws {
    var bench = Bench()
    let late = LateRecords.record(50, [.control: 700])
    #expect(bench.late(Self.quiet + [late]).isEmpty)
    let told = bench.late([LateRecords.record(51)])
    #expect(told.map(\.record.index) == [50])
    #expect(told.first?.finding.cause == .longStage(.control))
    #expect(told.first?.nanoseconds == late.lateness)
    #expect(told.first?.before.map(\.index) == Array(35...50))
    #expect(bench.late([LateRecords.record(52)]).isEmpty)
    #expect(bench.watch.counts == [.longStage: 1])
  }

  /// The medians are at most 32 cycles old when a cycle is late.
  @Test func whatIsUsualIsLearntAnew() {
    var bench = Bench()
    let first = bench.late(
      Self.quiet + [LateRecords.record(50, [.control: 700]), LateRecords.record(51)])
    #expect(first.first?.baseline.typical[Stage.control.place()] == 30_000)
    let slower = (52..<352).map { LateRecords.record($0, [.control: 200]) }
    let second = bench.late(
      slower + [LateRecords.record(352, [.control: 900]), LateRecords.record(353)])
    #expect(second.first?.baseline.typical[Stage.control.place()] == 200_000)
  }

  @Test func theLastCycleOfAThreadIsNotForgotten() {
    var bench = Bench()
    let late = LateRecords.record(50, [.control: 700])
    #expect(bench.late(Self.quiet + [late], after: .milliseconds(99)).isEmpty)
    #expect(bench.late([], after: .zero).isEmpty)
    #expect(bench.watch.drain(late.end + .milliseconds(101)).count == 1)
    #expect(bench.watch.drain(late.end + .milliseconds(500)).isEmpty)
  }

  @Test func whatAnOverrunMakesLateIsCountedAsItsFollower() {
    var bench = Bench()
    let told = bench.late(
      Self.quiet + [
        LateRecords.record(50, [.control: 1600]), LateRecords.record(51, [.wakeUp: 720]),
        LateRecords.record(52), LateRecords.record(53, [.wakeUp: 720]), LateRecords.record(54),
      ])
    #expect(told.map(\.finding.kind) == [.longStage, .predecessor, .lateWakeUp])
    #expect(told.map(\.finding.origin) == [nil, 50, nil])
  }

  @Test func signalsAreSeenInTheCycleAfter() {
    var bench = Bench()
    var next = LateRecords.record(51)
    next.interruptions = 2
    let told = bench.late(Self.quiet + [LateRecords.record(50, [.control: 700]), next])
    #expect(told.map(\.finding.cause) == [.signals(2, .control)])
  }

  @Test func aTransferOfAnUnknownBusIsOneOfItsOwn() {
    var bench = Bench(bus: 3)
    var late = LateRecords.record(50, [.transfer: 900])
    late.transfers = TransferRecord()
    let told = bench.late(Self.quiet + [late, LateRecords.record(51)])
    #expect(told.map(\.finding.cause) == [.slowTransfer(bus: 3, address: nil)])
  }

  /// It waited 600 µs in the run queue, while the bus's thread ran a transfer of 690 µs.
  @Test func aMoreUrgentThreadIsSeenThroughItsOwnWatch() {
    var before = LateRecords.record(49)
    before.usage = ThreadUsage()
    before.usage?.runQueueDelay = 0
    var late = LateRecords.record(50, [.wakeUp: 700])
    late.usage = ThreadUsage()
    late.usage?.runQueueDelay = 600_000
    var transfer = LateRecords.record(50, [.transfer: 700])
    transfer.transfers.slowest = 690_000
    transfer.transfers.bus = 2
    for rival in [transfer, LateRecords.record(40)] {
      var bus = Bench()
      _ = bus.late([rival])
      var bench = Bench()
      _ = bench.late(Self.quiet.dropLast() + [before, late])
      _ = bench.writer.push(LateRecords.record(51))
      let told = bench.watch.drain(late.end, rivals: [bus.watch])
      let isAround = rival.index == 50
      #expect(
        told.map(\.finding.cause) == [
          isAround
            ? .slowTransfer(bus: 2, address: 0x40) : .preempted(switches: 0, .wakeUp)
        ])
    }
  }

  @Test func skippedCyclesAreTheMissOfTheOverrunThatSkippedThem() {
    var bench = Bench()
    var next = LateRecords.record(51, [.wakeUp: 2730])
    next.skipped = 2
    next.index = 53
    next.lateness = 0
    let told = bench.late(
      Self.quiet + [LateRecords.record(50, [.control: 3600]), next, LateRecords.record(54)])
    #expect(told.map(\.record.index) == [50])
  }

  @Test func anOversleptCycleIsAMissOfItsOwn() {
    var bench = Bench()
    var overslept = LateRecords.record(50, [.wakeUp: 2100])
    overslept.skipped = 2
    overslept.index = 52
    overslept.lateness = 0
    let told = bench.late(Self.quiet + [overslept, LateRecords.record(53)])
    #expect(told.map(\.finding.cause) == [.lateWakeUp])
    #expect(told.first?.nanoseconds == 2_100_000)
  }
}
