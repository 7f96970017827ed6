import RobotHAL
import RobotRuntime
import Testing

/// One PWM, one power monitor, three encoders of one address behind a mux.
private let muxed: [BusPlan.Entry] = [
  .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: 2), device: 5),
  .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: 0), device: 3),
  .reading(0x44, register: 0x01, count: 2, device: 2),
  .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: 1), device: 4),
  .command(0x41),
]

@Suite struct BusExecutorTests {
  @Test func sendsOneTransferWhereTheAdapterStopsBetweenMessages() {
    var bench = BusBench(muxed, muxes: [0x71], on: FakeAdapter(.withStop, muxes: [0x71]))
    bench.command(0x7F, cycle: 0)
    let expected = [
      "41 w 06 7f 7f", "44 w 01", "44 r 2",
      "71 w 01 P", "36 w 0b", "36 r 3",
      "71 w 02 P", "36 w 0b", "36 r 3",
      "71 w 04 P", "36 w 0b", "36 r 3",
    ]
    #expect(bench.run(1) == [expected])
    bench.command(0x00, cycle: 1)
    #expect(bench.run(2) == [["41 w 06 00 00"] + expected.dropFirst()])
    #expect(bench.statistics.transfers.value == 2)
    #expect(bench.statistics.failures.value == 0)
  }

  @Test func sendsOneTransferPerChannelWithoutStop() {
    var bench = BusBench(muxed, muxes: [0x71], on: FakeAdapter(.combinedMessages, muxes: [0x71]))
    bench.command(0x01, cycle: 0)
    #expect(
      bench.run(1) == [
        ["41 w 06 01 01", "44 w 01", "44 r 2", "71 w 01"],
        ["36 w 0b", "36 r 3", "71 w 02"],
        ["36 w 0b", "36 r 3", "71 w 04"],
        // Its last one opens the channel that the next cycle begins with.
        ["36 w 0b", "36 r 3", "71 w 01"],
      ])
    #expect(bench.run(2).map(\.count) == [6, 3, 3])
  }

  @Test func selectsOnlyWhenTheChannelChanges() {
    let entries: [BusPlan.Entry] = [
      .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: 5)), .command(0x41),
    ]
    var bench = BusBench(entries, muxes: [0x71], on: FakeAdapter(.withStop, muxes: [0x71]))
    #expect(bench.run(0) == [["41 w 06 00 00", "71 w 20 P", "36 w 0b", "36 r 3"]])
    #expect(bench.run(1) == [["41 w 06 00 00", "36 w 0b", "36 r 3"]])
    // After a failure nobody knows what the mux took.
    bench.adapter.fail(0x36, BusError(.noAcknowledge))
    bench.run(2)
    bench.adapter.fail(0x36, nil)
    #expect(bench.run(3) == [["41 w 06 00 00"], ["71 w 20 P", "36 w 0b", "36 r 3"]])
    #expect(bench.run(4) == [["41 w 06 00 00"], ["36 w 0b", "36 r 3"]])
  }

  @Test func closesTheOtherMuxBeforeItOpensOne() {
    let entries: [BusPlan.Entry] = [
      .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: 0), device: 1),
      .reading(0x36, route: BusPlan.Route(mux: 0x72, channel: 3), device: 2),
    ]
    var bench = BusBench(
      entries, muxes: [0x71, 0x72], on: FakeAdapter(.withStop, muxes: [0x71, 0x72]))
    #expect(
      bench.run(0) == [
        [
          "72 w 00", "71 w 01 P", "36 w 0b", "36 r 3",
          "71 w 00", "72 w 08 P", "36 w 0b", "36 r 3",
        ]
      ])
    #expect(bench.run(1)[0].prefix(2) == ["72 w 00", "71 w 01 P"])
  }

  @Test func publishesRepliesWithTheStampOfTheirCycle() {
    var bench = BusBench(muxed, muxes: [0x71], on: FakeAdapter(.withStop, muxes: [0x71]))
    #expect(bench.stamp == 0)
    #expect(bench.status(0x44)?.isAnswered == false)
    bench.adapter.answer(0x12)
    bench.run(6)
    #expect(bench.stamp == 7)
    #expect(bench.reply(0x44) == [0x12, 0x12])
    #expect(bench.status(0x44)?.stamp == 7)
    #expect(bench.status(0x44)?.isAnswered == true)
  }

  @Test func asksSlowDevicesInTheirOwnCyclesOnly() {
    let entries: [BusPlan.Entry] = [
      .reading(0x36), .reading(0x44, count: 2, every: 4, phase: 1, device: 2),
      .reading(0x45, count: 2, every: 4, phase: 3, device: 3),
    ]
    var bench = BusBench(entries, on: FakeAdapter(.withStop))
    var cycles: [String: [UInt64]] = [:]
    for cycle: UInt64 in 0..<12 {
      for message in bench.run(cycle).joined() where message.contains("w") {
        cycles[String(message.prefix(2)), default: []].append(cycle)
      }
    }
    #expect(cycles["36"] == Array(0..<12))
    #expect(cycles["44"] == [1, 5, 9])
    #expect(cycles["45"] == [3, 7, 11])
    // Between its cycles a slow device keeps its reply and the stamp of it.
    #expect(bench.status(0x44)?.stamp == 10)
    #expect(bench.status(0x44)?.failures == 0)
  }

  /// 101 * 103 cycles: too many to compose before.
  @Test func composesACycleWhenItsTrafficRarelyRepeats() {
    let entries: [BusPlan.Entry] = [
      .reading(0x36), .reading(0x44, every: 101, phase: 2, device: 2),
      .reading(0x45, every: 103, phase: 4, device: 3),
    ]
    var bench = BusBench(entries, on: FakeAdapter(.withStop))
    #expect(bench.run(0) == [["36 w 0b", "36 r 3"]])
    #expect(bench.run(103) == [["36 w 0b", "36 r 3", "44 w 0b", "44 r 3"]])
    #expect(bench.run(107) == [["36 w 0b", "36 r 3", "45 w 0b", "45 r 3"]])
    #expect(bench.failures == [0, 0, 0])
  }

  /// A slow device on another channel leaves its channel open, and the cycle behind it has to know.
  @Test func selectsAfterACycleThatLeftAnotherChannelOpen() {
    let entries: [BusPlan.Entry] = [
      .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: 0), device: 1),
      .reading(0x37, route: BusPlan.Route(mux: 0x71, channel: 1), every: 4, phase: 2, device: 2),
    ]
    var bench = BusBench(entries, muxes: [0x71], on: FakeAdapter(.withStop, muxes: [0x71]))
    for first: UInt64 in [0, 4] {
      #expect(bench.run(first).joined().contains("71 w 01 P") == (first == 0))
      #expect(bench.run(first + 1) == [["36 w 0b", "36 r 3"]])
      #expect(
        bench.run(first + 2) == [["36 w 0b", "36 r 3", "71 w 02 P", "37 w 0b", "37 r 3"]])
      #expect(bench.run(first + 3) == [["71 w 01 P", "36 w 0b", "36 r 3"]])
    }
  }

  @Test func replacesOldCommandsBySafeOnes() {
    var bench = BusBench([.command(0x41)], on: FakeAdapter(.withStop))
    #expect(bench.run(0) == [["41 w 06 00 00"]], "no command yet")
    bench.command(0x55, cycle: 10)
    for cycle: UInt64 in 11...15 {
      #expect(bench.run(cycle) == [["41 w 06 55 55"]], "cycle \(cycle)")
    }
    for cycle: UInt64 in 16...18 {
      #expect(bench.run(cycle) == [["41 w 06 00 00"]], "cycle \(cycle)")
    }
    bench.command(0x66, cycle: 18)
    #expect(bench.run(19) == [["41 w 06 66 66"]])
  }

  @Test func leavesOutputsSafeAtTheEnd() {
    let entries: [BusPlan.Entry] = [
      .command(0x41), .command(0x42), .reading(0x36),
    ]
    var bench = BusBench(entries, on: FakeAdapter(.withStop))
    bench.command(0x55, cycle: 0)
    bench.run(1)
    // One that does not answer does not keep the other powered.
    bench.adapter.fail(0x41, BusError(.timeout))
    #expect(bench.end() == [["41 w 06 00 00"], ["42 w 06 00 00"]])
  }

  @Test func runsABusWithoutDevices() {
    var bench = BusBench([], on: FakeAdapter(.withStop))
    #expect(bench.run(3).isEmpty)
    #expect(bench.stamp == 4)
    #expect(bench.end().isEmpty)
  }

  @Test func keepsTheOrderOfTheExchangesOfOneDevice() {
    let entries: [BusPlan.Entry] = (1...40).map { .reading(0x44, register: $0, device: 7) }
    #expect(BusPlan(entries, muxes: []).entries.map { $0.exchange.request[0] } == Array(1...40))
  }
}
