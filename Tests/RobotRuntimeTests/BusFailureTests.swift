import RobotHAL
import RobotRuntime
import Testing

@Suite struct BusFailureTests {
  private let entries: [BusPlan.Entry] = [
    .command(0x41), .reading(0x36, device: 1), .reading(0x37, device: 2),
    .reading(0x38, device: 3),
  ]

  @Test func separatesABadDeviceFromItsNeighboursWithinOneCycle() {
    var bench = BusBench(entries, on: FakeAdapter(.withStop))
    bench.run(0)
    bench.adapter.fail(0x37, BusError(.noAcknowledge, errno: 6))
    #expect(bench.run(1).count == 1)
    #expect(bench.failures == [1, 1, 1, 1])
    #expect(
      bench.run(2) == [
        ["41 w 06 00 00"], ["36 w 0b", "36 r 3"], ["37 w 0b", "37 r 3"], ["38 w 0b", "38 r 3"],
      ])
    #expect(bench.failures == [0, 0, 2, 0])
    #expect(bench.status(0x37)?.error == BusError(.noAcknowledge, errno: 6))
    #expect(bench.status(0x37)?.stamp == 1)
    #expect(bench.status(0x38)?.stamp == 3)
  }

  @Test func joinsAgainAfterOneHundredGoodCycles() {
    var bench = BusBench(entries, on: FakeAdapter(.withStop))
    bench.adapter.fail(0x37, BusError(.noAcknowledge))
    for cycle: UInt64 in 0...9 { bench.run(cycle) }
    bench.adapter.fail(0x37, nil)
    // Nobody knew who had ended the transfer of cycle 0, so all went alone.
    for cycle: UInt64 in 10...100 {
      #expect(bench.run(cycle).count == 4, "cycle \(cycle)")
    }
    // 0x37 failed last in cycle 9.
    for cycle: UInt64 in 101...109 {
      #expect(
        bench.run(cycle) == [
          ["41 w 06 00 00", "36 w 0b", "36 r 3", "38 w 0b", "38 r 3"], ["37 w 0b", "37 r 3"],
        ], "cycle \(cycle)")
    }
    #expect(bench.run(110).count == 1)
    #expect(bench.failures == [0, 0, 0, 0])
  }

  @Test(arguments: [BusError.Kind.timeout, .busFault, .unavailable, .other, .unsupported])
  func endsTheCycleOfABusThatDoesNotWork(_ kind: BusError.Kind) {
    var bench = BusBench(entries, on: FakeAdapter(.withStop))
    bench.adapter.fail(0x36, BusError(kind))
    bench.run(0)
    // Each further transfer would cost its own timeout.
    #expect(bench.run(1) == [["41 w 06 00 00"], ["36 w 0b", "36 r 3"]])
    #expect(bench.failures == [0, 2, 2, 2])
    #expect(bench.status(0x38)?.error.kind == kind)
    bench.adapter.fail(0x36, nil)
    #expect(bench.run(2).count == 4)
    #expect(bench.failures == [0, 0, 0, 0])
  }

  @Test func keepsTheLastReplyOfADeviceThatFails() {
    var bench = BusBench(entries, on: FakeAdapter(.withStop))
    bench.adapter.answer(0x11)
    bench.run(0)
    bench.adapter.answer(0x22)
    bench.adapter.fail(0x38, BusError(.noAcknowledge))
    bench.run(1)
    // The transfer of cycle 1 read 0x36 before it failed, but bytes of a failed transfer mean nothing.
    #expect(bench.reply(0x36) == [0x11, 0x11, 0x11])
    bench.run(2)
    #expect(bench.reply(0x36) == [0x22, 0x22, 0x22])
    #expect(bench.reply(0x38) == [0x11, 0x11, 0x11])
  }

  @Test(arguments: [I2CCapabilities.withStop, .combinedMessages])
  func failsEachDueExchangeOnceWhenAMuxIsDead(_ capabilities: I2CCapabilities) {
    let routed: [BusPlan.Entry] = (0..<3).map {
      .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: UInt8($0)), device: $0)
    }
    var bench = BusBench(
      [.command(0x41)] + routed, muxes: [0x71], on: FakeAdapter(capabilities, muxes: [0x71]))
    bench.adapter.fail(0x71, BusError(.noAcknowledge))
    for cycle: UInt64 in 0..<6 { bench.run(cycle) }
    #expect(bench.failures == [0, 6, 6, 6])
    bench.adapter.fail(0x71, nil)
    bench.run(6)
    #expect(bench.failures == [0, 0, 0, 0])
  }

  @Test func countsTransfersAndFailures() {
    var bench = BusBench(entries, on: FakeAdapter(.withStop))
    bench.adapter.fail(0x37, BusError(.noAcknowledge))
    bench.run(0)
    bench.run(1)
    #expect(bench.statistics.transfers.value == 5)
    #expect(bench.statistics.failures.value == 2)
  }
}
