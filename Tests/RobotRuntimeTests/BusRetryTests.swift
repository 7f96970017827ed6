import RobotHAL
import RobotRuntime
import Testing

/// A command (38 clocks of SCL) and three readings (57 clocks each): at 400 kHz and 50 us per transfer
/// 145 us and 192.5 us, each on its own.
@Suite struct BusRetryTests {
  private let entries: [BusPlan.Entry] = [
    .command(0x41), .reading(0x36, device: 1), .reading(0x37, device: 2),
    .reading(0x38, device: 3),
  ]
  private let ample = RetryBudget.microseconds(10_000)
  private let joined = [
    "41 w 06 00 00", "36 w 0b", "36 r 3", "37 w 0b", "37 r 3", "38 w 0b", "38 r 3",
  ]
  private let oneByOne = [
    ["41 w 06 00 00"], ["36 w 0b", "36 r 3"], ["37 w 0b", "37 r 3"], ["38 w 0b", "38 r 3"],
  ]

  /// A transfer of all that fails, and what is repeated of it.
  private func all(andAgain count: Int = 4) -> [[String]] {
    var transfers = [joined]
    transfers.append(contentsOf: oneByOne.prefix(count))
    return transfers
  }

  @Test func repeatsTheExchangesOfAFailedTransferOneByOne() {
    var bench = BusBench(entries, on: FakeAdapter(.withStop), retry: ample)
    bench.adapter.fail(0x37, BusError(.noAcknowledge), times: 1)
    bench.adapter.answer(0x5A)
    #expect(bench.run(0) == all())
    #expect(bench.failures == [0, 0, 0, 0])
    #expect(bench.reply(0x37) == [0x5A, 0x5A, 0x5A])
    #expect(bench.status(0x37)?.stamp == 1)
    #expect(bench.statistics.transfers.value == 5)
    #expect(bench.statistics.failures.value == 1)
    #expect(bench.statistics.retries.value == 4)
    // A disturbance that is over leaves no trace.
    #expect(bench.run(1) == [joined])
  }

  @Test func triesAgainAfterLostArbitration() {
    var bench = BusBench(entries, on: FakeAdapter(.withStop), retry: ample)
    bench.adapter.fail(0x41, BusError(.arbitrationLost), times: 1)
    #expect(bench.run(0) == all())
    #expect(bench.failures == [0, 0, 0, 0])
  }

  /// What is gone costs its neighbours one cycle of repeats, and then a short transfer behind theirs.
  @Test func leavesTheNeighboursOfALostDeviceAlone() {
    var bench = BusBench(entries, on: FakeAdapter(.withStop), retry: ample)
    bench.run(0)
    bench.adapter.fail(0x36, BusError(.noAcknowledge, errno: 6))
    #expect(bench.run(1) == all())
    #expect(bench.failures == [0, 1, 0, 0], "two failures in a cycle are one")
    #expect(bench.status(0x36)?.error == BusError(.noAcknowledge, errno: 6))
    let apart = [
      ["41 w 06 00 00", "37 w 0b", "37 r 3", "38 w 0b", "38 r 3"], ["36 w 0b", "36 r 3"],
    ]
    for cycle: UInt64 in 2...300 {
      #expect(bench.run(cycle) == apart, "cycle \(cycle)")
      #expect(bench.failures == [0, UInt32(cycle), 0, 0])
    }
    bench.adapter.fail(0x36, nil)
    for cycle: UInt64 in 301...400 {
      #expect(bench.run(cycle) == apart, "cycle \(cycle)")
    }
    #expect(bench.run(401) == [joined])
    #expect(bench.failures == [0, 0, 0, 0])
  }

  /// A command leaves at the grid point, also when it goes alone.
  @Test func sendsAnIsolatedCommandFirst() {
    let two: [BusPlan.Entry] = [.command(0x42)] + entries
    var bench = BusBench(two, on: FakeAdapter(.withStop), retry: ample)
    bench.adapter.fail(0x41, BusError(.noAcknowledge))
    bench.run(0)
    var others = joined
    others[0] = "42 w 06 00 00"
    #expect(bench.run(1) == [["41 w 06 00 00"], others])
  }

  @Test func isolatesASlowDeviceUntilItsNextTurn() {
    let slow: [BusPlan.Entry] = entries + [.reading(0x44, every: 250, device: 4)]
    var bench = BusBench(slow, on: FakeAdapter(.withStop), retry: ample)
    bench.adapter.fail(0x44, BusError(.noAcknowledge))
    bench.run(0)
    for cycle: UInt64 in 1...249 { #expect(bench.run(cycle) == [joined]) }
    #expect(bench.run(250) == [joined, ["44 w 0b", "44 r 3"]])
  }

  /// 337.5 us: the command and one reading.
  @Test(arguments: [(337.5, 2), (337.4, 1), (145, 1), (144.9, 0), (0, 0)])
  func repeatsOnlyAsMuchAsTheTimeAllows(_ time: Double, _ repeated: Int) {
    var bench = BusBench(entries, on: FakeAdapter(.withStop), retry: .microseconds(time))
    bench.adapter.fail(0x38, BusError(.noAcknowledge))
    #expect(bench.run(0) == all(andAgain: repeated))
    let failures: [UInt32] = (0..<4).map { $0 < repeated ? 0 : 1 }
    #expect(bench.failures == failures)
    // Nobody knows which of the others it was: each goes alone.
    var next: [[String]] = []
    if repeated > 0 { next.append(Array(oneByOne.prefix(repeated).joined())) }
    next.append(contentsOf: oneByOne.dropFirst(repeated))
    #expect(bench.run(1) == next)
  }

  /// What goes alone needs 50 us more than in company: the time for repeats is less by that.
  /// 530 us are needed for all but 0x38.
  @Test(arguments: [(580.0, UInt32(0)), (579.9, 1)])
  func takesIsolatedTransfersFromTheBudget(_ time: Double, _ failures: UInt32) {
    var bench = BusBench(entries, on: FakeAdapter(.withStop), retry: .microseconds(time))
    bench.adapter.fail(0x38, BusError(.noAcknowledge))
    bench.run(0)
    #expect(bench.failures == [0, 0, 0, 1])
    bench.adapter.fail(0x37, BusError(.noAcknowledge), times: 1)
    bench.run(1)
    #expect(bench.failures == [0, 0, failures, 2])
  }

  @Test(arguments: [BusError.Kind.timeout, .busFault, .unavailable, .other, .unsupported])
  func doesNotRepeatWhatTheBusDidNotCarry(_ kind: BusError.Kind) {
    var bench = BusBench(entries, on: FakeAdapter(.withStop), retry: ample)
    bench.adapter.fail(0x36, BusError(kind))
    #expect(bench.run(0) == [joined])
    #expect(bench.failures == [1, 1, 1, 1])
  }

  @Test func endsTheCycleWhenTheBusDiesWhileItRepeats() {
    var bench = BusBench(entries, on: FakeAdapter(.withStop), retry: ample)
    bench.adapter.fail(0x41, BusError(.noAcknowledge), times: 1)
    bench.adapter.fail(0x36, BusError(.timeout))
    #expect(bench.run(0) == all(andAgain: 2))
    #expect(bench.failures == [0, 1, 1, 1])
    #expect(bench.status(0x36)?.error.kind == .timeout)
    #expect(bench.status(0x38)?.error.kind == .noAcknowledge)
  }

  @Test func opensTheChannelAgainForWhatItRepeats() {
    let routed: [BusPlan.Entry] = [
      .command(0x41), .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: 0), device: 1),
      .reading(0x37, route: BusPlan.Route(mux: 0x71, channel: 1), device: 2),
    ]
    var bench = BusBench(
      routed, muxes: [0x71, 0x72], on: FakeAdapter(.withStop, muxes: [0x71, 0x72]), retry: ample)
    bench.adapter.fail(0x37, BusError(.noAcknowledge), times: 1)
    #expect(
      bench.run(0).dropFirst() == [
        ["41 w 06 00 00"], ["72 w 00", "71 w 01 P", "36 w 0b", "36 r 3"],
        ["71 w 02 P", "37 w 0b", "37 r 3"],
      ])
    #expect(bench.failures == [0, 0, 0])
  }

  /// A select is 20 clocks with its STOP: 77 clocks and 50 us are 242.5 us each.
  @Test(arguments: [(485.0, UInt32(0)), (484.9, 1)])
  func reckonsWithTheSelects(_ time: Double, _ failures: UInt32) {
    let routed: [BusPlan.Entry] = (0...1).map {
      .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: UInt8($0)), device: $0)
    }
    var bench = BusBench(
      routed, muxes: [0x71], on: FakeAdapter(.withStop, muxes: [0x71]),
      retry: .microseconds(time))
    bench.adapter.fail(0x36, BusError(.noAcknowledge), times: 1)
    bench.run(0)
    #expect(bench.failures == [0, failures])
  }

  /// Who does not acknowledge in front of the mux says nothing about the mux.
  @Test func doesNotSelectAgainForAFailureElsewhere() {
    let routed: [BusPlan.Entry] = [
      .command(0x41), .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: 5), device: 1),
    ]
    var bench = BusBench(
      routed, muxes: [0x71], on: FakeAdapter(.withStop, muxes: [0x71]), retry: ample)
    bench.adapter.fail(0x41, BusError(.noAcknowledge))
    bench.run(0)
    for cycle: UInt64 in 1...5 {
      #expect(bench.run(cycle) == [["41 w 06 00 00"], ["36 w 0b", "36 r 3"]])
    }
  }

  @Test func recordsWhatItRepeated() {
    var bench = BusBench(entries, on: FakeAdapter(.withStop), bus: 3, retry: ample)
    bench.adapter.fail(0x37, BusError(.noAcknowledge, errno: 6))
    bench.run(0)
    #expect(bench.record.count == 5)
    #expect(bench.record.retries == 4)
    #expect(bench.record.failures == 2)
    #expect(bench.record.bus == 3)
    #expect(bench.record.failedAddress == 0x37)
    #expect(bench.record.error == BusError(.noAcknowledge, errno: 6))
    #expect(bench.record.retryTime > 0)
    bench.run(1)
    #expect(bench.record.count == 2)
    #expect(bench.record.retries == 0)
    #expect(bench.record.retryTime == 0)
    #expect(bench.record.failures == 1)
    #expect(bench.record.failedAddress == 0x37)
  }

  @Test func namesTheDeviceOfATransferOnlyWhenItIsOne() {
    var several = BusBench(entries, on: FakeAdapter(.withStop))
    several.run(0)
    #expect(several.record.slowest > 0)
    #expect(several.record.address == nil)
    #expect(several.record.failedAddress == nil)
    let pair: [BusPlan.Entry] = [.reading(0x44, register: 1), .reading(0x44, register: 2)]
    var one = BusBench(pair, on: FakeAdapter(.withStop))
    one.run(0)
    #expect(one.record.address == 0x44)
    let routed: BusPlan.Entry = .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: 5))
    var behind = BusBench([routed], muxes: [0x71], on: FakeAdapter(.withStop, muxes: [0x71]))
    behind.adapter.fail(0x71, BusError(.noAcknowledge))
    behind.run(0)
    #expect(behind.record.failedAddress == 0x36)
    // Where the select is a transfer of its own, it is the mux's.
    var plain = BusBench([routed], muxes: [0x71], on: FakeAdapter(.combinedMessages, muxes: [0x71]))
    plain.adapter.fail(0x71, BusError(.noAcknowledge))
    plain.run(0)
    #expect(plain.record.failedAddress == 0x71)
    var empty = BusBench([], on: FakeAdapter(.withStop))
    empty.run(0)
    #expect(empty.record.bus == -1)
    #expect(empty.record.count == 0)
  }
}
