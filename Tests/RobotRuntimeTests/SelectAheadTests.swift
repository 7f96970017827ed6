import RobotHAL
import RobotRuntime
import RobotUnits
import TestSupport
import Testing

/// On an adapter without STOP between messages a mux switches at the end of a transfer: the last transfer of
/// a cycle opens the channel of the next cycle's first reading.
@Suite struct SelectAheadTests {
  private func channel(
    _ index: Int, mux: I2CAddress = 0x71, every: Int = 1, phase: Int = 0
  ) -> BusPlan.Entry {
    .reading(
      0x36, route: BusPlan.Route(mux: mux, channel: UInt8(index)), every: every, phase: phase,
      device: Int(mux.rawValue) * 8 + index)
  }

  @Test func fourChannelsAreFourTransfers() {
    var bench = BusBench(
      [.command(0x41)] + (0..<4).map { channel($0) }, muxes: [0x71],
      on: FakeAdapter(.combinedMessages, muxes: [0x71]))
    let later: [[String]] = [
      ["36 w 0b", "36 r 3", "71 w 04"], ["36 w 0b", "36 r 3", "71 w 08"],
      ["36 w 0b", "36 r 3", "71 w 01"],
    ]
    // At the start nobody knows what is open.
    let first: [[String]] = [
      ["41 w 06 00 00", "71 w 01"], ["36 w 0b", "36 r 3", "71 w 02"],
    ]
    #expect(bench.run(0) == first + later)
    let steady: [[String]] = [["41 w 06 00 00", "36 w 0b", "36 r 3", "71 w 02"]]
    for cycle: UInt64 in 1..<5 { #expect(bench.run(cycle) == steady + later, "cycle \(cycle)") }
  }

  @Test func twelveChannelsOnTwoMuxesAreTwelveTransfers() {
    let entries =
      [.command(0x41)] + (0..<8).map { channel($0) } + (0..<4).map { channel($0, mux: 0x72) }
    var bench = BusBench(
      entries, muxes: [0x71, 0x72], on: FakeAdapter(.combinedMessages, muxes: [0x71, 0x72]))
    #expect(bench.run(0).count == 13)
    let cycle = bench.run(1)
    #expect(cycle.count == 12)
    #expect(cycle[0] == ["41 w 06 00 00", "36 w 0b", "36 r 3", "71 w 02"])
    #expect(cycle[7] == ["36 w 0b", "36 r 3", "71 w 00", "72 w 01"])
    #expect(cycle[11] == ["36 w 0b", "36 r 3", "72 w 00", "71 w 01"])
    // Twelve selects, and one mux closed at each change of mux.
    #expect(cycle.joined().filter { $0.hasPrefix("71 ") || $0.hasPrefix("72 ") }.count == 14)
  }

  @Test func anAdapterWithSTOPHasNoUseForIt() {
    var bench = BusBench(
      (0..<4).map { channel($0) }, muxes: [0x71], on: FakeAdapter(.withStop, muxes: [0x71]))
    bench.run(0)
    #expect(bench.run(1)[0].first == "71 w 01 P")
    #expect(bench.run(2)[0].last == "36 r 3")
  }

  /// A slow device on a second channel: to open the first one again in the same cycle would make the
  /// heaviest cycle heavier.
  @Test func theHeaviestCycleStaysAsItIs() {
    let entries = [channel(0), channel(5, every: 4, phase: 1)]
    var bench = BusBench(
      entries, muxes: [0x71], on: FakeAdapter(.combinedMessages, muxes: [0x71]))
    let reading = ["36 w 0b", "36 r 3"]
    for cycle: UInt64 in 0..<4 { bench.run(cycle) }
    #expect(bench.run(4) == [reading])
    #expect(bench.run(5) == [reading + ["71 w 20"], reading])
    #expect(bench.run(6) == [["71 w 01"], reading])
  }

  /// Whoever repeats after a failure selects anew, and the cycle after the next is as always.
  @Test func findsBackAfterAFailure() {
    var bench = BusBench(
      (0..<3).map { channel($0) }, muxes: [0x71],
      on: FakeAdapter(.combinedMessages, muxes: [0x71]), retry: .microseconds(10_000))
    bench.run(0)
    let steady = bench.run(1)
    #expect(steady.count == 3)
    // The mux does not take the select that is for the next cycle.
    bench.adapter.fail(0x71, BusError(.noAcknowledge), times: 1)
    bench.run(2)
    #expect(bench.failures == [0, 0, 0], "all were repeated")
    bench.run(3)
    #expect(bench.run(4) == steady)
  }

  /// Against the order without it, counted by other means, over random buses.
  @Test(arguments: 1...60)
  func noOrderIsWorse(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let muxes: [I2CAddress] = Bool.random(using: &random) ? [0x71] : [0x71, 0x72]
    let entries = (0..<Int.random(in: 1...7, using: &random)).map { _ in
      let every = [1, 1, 2, 3, 4].randomElement(using: &random) ?? 1
      return channel(
        Int.random(in: 0..<8, using: &random), mux: muxes.randomElement(using: &random) ?? 0x71,
        every: every, phase: Int.random(in: 0..<every, using: &random))
    }
    let plan = BusPlan(entries, muxes: muxes)
    let timeline = BusTimeline(
      plan,
      on: BusWire(.combinedMessages, speed: Frequency(unchecked: 400e3), overhead: .zero))
    var open = plan.entries.last?.route
    var transfers: [Int] = []
    var clocks: [Int] = []
    for cycle in 0..<24 {
      var count = 0
      var wire = 0
      for entry in plan.entries where cycle % entry.every == entry.phase {
        if entry.route != open {
          let isOther = entry.route?.mux != open?.mux
          count += 1
          wire += (isOther ? 2 : 1) * 19
          open = entry.route
        }
        wire += 19 + 37
      }
      // Each select ends a transfer, and so does the cycle.
      let hasTraffic = wire > 0
      transfers.append(count + (hasTraffic ? 1 : 0))
      clocks.append(wire + count + (hasTraffic ? 1 : 0))
    }
    let loads = (0..<24).map { timeline.cycle($0).load }
    let place = "seed \(seed)"
    // The first cycle of the count did not begin in its steady state.
    let steady = transfers.dropFirst(12)
    let worst = (transfers: steady.max() ?? 0, clocks: clocks.dropFirst(12).max() ?? 0)
    let mine = (
      transfers: loads.map(\.transfers).max() ?? 0, clocks: loads.map(\.clocks).max() ?? 0
    )
    let total = loads.dropFirst(12).reduce(0) { $0 + $1.transfers }
    #expect(total <= steady.reduce(0, +), "\(place)")
    #expect(mine.transfers <= worst.transfers, "\(place)")
    #expect(mine.clocks <= worst.clocks, "\(place)")
  }
}
