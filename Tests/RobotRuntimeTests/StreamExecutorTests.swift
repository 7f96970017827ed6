import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// Frames that come unasked, cycle by cycle of 2 ms. The parts are bytes 1...2 and byte 4 of five.
@Suite struct StreamExecutorTests {
  private final class Bench {
    let clock = SimulationClock(.virtual)
    let line: SimulatedSerialLine
    let statistics = BusStatistics()
    private var replies: TripleBufferReader<BusReplies>
    private var executor: StreamExecutor
    private(set) var cycle: UInt64 = 10
    private(set) var trace = CycleTrace()

    init() throws {
      let speed = Frequency(unchecked: 921_600)
      line = SimulatedSerialLine(speed: speed, clock: clock)
      // 91 Hz in a loop of 500 Hz: every sixth cycle.
      let plan = StreamPlan(
        [(device: 4, source: 1, count: 2), (device: 5, source: 4, count: 1)], byteCount: 5,
        frameRate: 91, speed: speed, rate: Frequency(unchecked: 500), wake: [0x55, 0xAA, 0x01])
      #expect(plan.turn == 6 && plan.replyBytes == 5)
      #expect(plan.entries.map(\.replyOffset) == [0, 3] && plan.entries.map(\.device) == [4, 5])
      let buffer = TripleBuffer { BusReplies(plan) }
      replies = buffer.reader
      executor = StreamExecutor(
        plan: plan, port: line, replies: buffer.writer, statistics: statistics, bus: 2)
    }

    func run(cycles count: Int = 1) {
      for _ in 0..<count {
        clock.advance(to: MonotonicInstant(nanoseconds: Int64(cycle) * 2_000_000))
        trace = CycleTrace()
        executor.run(Turn(index: cycle, skipped: 0), &trace)
        cycle += 1
        _ = replies.update()
      }
    }

    /// The replies, and which cycle the slot is of.
    var bytes: [UInt8] { (0..<5).map { replies.slot.pointee.bytes[$0] } }
    var stamp: UInt64 { replies.slot.pointee.stamp }
    func status(_ entry: Int) -> ExchangeStatus { replies.slot.pointee.statuses[entry] }
  }

  /// AA 56 00, length with the error, error, data, LRC.
  private static func frame(_ data: [UInt8], error: UInt8 = 0) -> [UInt8] {
    let bytes: [UInt8] = [0xAA, 0x56, 0, UInt8(data.count + 1), 0, error] + data
    return bytes + [0 &- bytes.reduce(0, &+)]
  }

  @Test func frameMayTakeSeveralCycles() throws {
    let bench = try Bench()
    let frame = Self.frame([1, 2, 3, 4, 5])
    bench.run()
    #expect(bench.stamp == 11 && bench.status(0).stamp == 0)
    for part in [frame[..<4], frame[4..<11]] {
      bench.line.inject(Array(part))
      bench.run()
      #expect(bench.status(0).stamp == 0 && bench.status(0).failures == 0)
    }
    bench.line.inject(Array(frame[11...]))
    bench.run()
    #expect(bench.bytes == [0, 2, 3, 0, 5])
    #expect(bench.status(0).stamp == 14 && bench.status(1).stamp == 14)
    bench.run()
    // Nothing new: the reply stays, and is of the cycle in which it came.
    #expect(bench.bytes == [0, 2, 3, 0, 5])
    #expect(bench.stamp == 15 && bench.status(0).stamp == 14)
    #expect(bench.statistics.noise.value == 0 && bench.statistics.failures.value == 0)
    #expect(bench.statistics.transfers.value == 5)
    let transfers = bench.trace.record.transfers
    #expect(transfers.count == 1 && transfers.bus == 2)
  }

  @Test func newestOfTwoFramesCounts() throws {
    let bench = try Bench()
    bench.line.inject(
      [0x00, 0xAA] + Self.frame([1, 2, 3, 4, 5]) + [0x56] + Self.frame([6, 7, 8, 9, 10], error: 2)
        + [0xAA])
    bench.run()
    #expect(bench.bytes == [2, 7, 8, 2, 10])
    #expect(bench.status(0).isAnswered)
    #expect(bench.statistics.noise.value == 3)
  }

  @Test func wrongChecksumIsNoFrame() throws {
    let bench = try Bench()
    var wrong = Self.frame([1, 2, 3, 4, 5])
    wrong[8] ^= 0x10
    bench.line.inject(wrong)
    bench.run()
    #expect(bench.status(0).stamp == 0 && bench.bytes == [0, 0, 0, 0, 0])
    #expect(bench.statistics.noise.value == 12)
    bench.line.inject(Self.frame([1, 2, 3, 4, 5]))
    bench.run()
    #expect(bench.status(0).stamp == 12 && bench.statistics.failures.value == 0)
  }

  /// After three frames of six cycles, and once more for each.
  @Test func silenceIsAFailureOfEveryPart() throws {
    let bench = try Bench()
    bench.line.inject(Self.frame([1, 2, 3, 4, 5]))
    bench.run(cycles: 18)
    #expect(bench.status(0).failures == 0)
    bench.run()
    for entry in 0..<2 {
      let status = bench.status(entry)
      #expect(status.failures == 1 && status.stamp == 11)
      #expect(status.error.kind == .timeout)
    }
    bench.run(cycles: 5)
    #expect(bench.status(0).failures == 1)
    bench.run()
    #expect(bench.status(0).failures == 2)
    bench.line.inject(Self.frame([5, 4, 3, 2, 1]))
    bench.run()
    #expect(bench.status(0).isAnswered && bench.bytes == [0, 4, 3, 0, 1])
    bench.run(cycles: 17)
    #expect(bench.status(0).failures == 0)
  }

  /// A board that was reset sends nothing until it is told to: with the first failure, and 32 later.
  @Test func silentDeviceIsWoken() throws {
    let bench = try Bench()
    bench.run(cycles: 18)
    #expect(bench.line.counters.sent == 0)
    bench.run()
    #expect(bench.line.counters.sent == 3)
    bench.run(cycles: 32 * 6 - 1)
    #expect(bench.status(0).failures == 32 && bench.line.counters.sent == 3)
    bench.run()
    #expect(bench.status(0).failures == 33 && bench.line.counters.sent == 6)
  }

  @Test func unpluggedLineFailsAndComesBack() throws {
    let bench = try Bench()
    bench.line.inject(Array(Self.frame([1, 2, 3, 4, 5])[..<9]))
    bench.run()
    bench.line.setPlugged(false)
    bench.run(cycles: 3)
    #expect(bench.status(1).failures == 3 && bench.status(1).error.kind == .unavailable)
    #expect(bench.trace.record.transfers.error.kind == .unavailable)
    bench.line.setPlugged(true)
    // A new frame, not the rest of the old one.
    bench.line.inject(Self.frame([6, 7, 8, 9, 10]))
    bench.run()
    #expect(bench.status(1).isAnswered && bench.bytes == [0, 7, 8, 0, 10])
    #expect(bench.statistics.noise.value == 9)
  }

  /// After a delay all that the kernel can have kept is taken at once, 4096 bytes, and no more: the newest frame is
  /// new, and the cycle bounded.
  @Test func backlogIsTakenAtOnce() throws {
    let bench = try Bench()
    for _ in 0..<340 { bench.line.inject(Self.frame([1, 2, 3, 4, 5])) }
    bench.line.inject(Self.frame([9, 9, 9, 9, 9]))
    bench.run()
    #expect(bench.bytes[1] == 9, "341 frames of 12 bytes are 4092")
    for _ in 0..<341 { bench.line.inject(Self.frame([1, 2, 3, 4, 5])) }
    bench.line.inject(Self.frame([8, 8, 8, 8, 8]))
    bench.run()
    #expect(bench.bytes[1] == 2, "342 are 4104")
    bench.run()
    #expect(bench.bytes[1] == 8)
    #expect(bench.line.counters.sent == 0)
  }
}
