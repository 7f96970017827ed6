import RobotHAL
import RobotRuntime
import RobotUnits
import TestSupport
import Testing

/// Reads that rely on the chip's register pointer: only where nothing came between, and never for long.
@Suite struct RetainedPointerTests {
  private let temperature = BusPlan.Entry.reading(
    0x48, register: 0x00, count: 2, device: 2, retainsPointer: true)

  @Test func writesThePointerInEverySixteenthTurn() {
    var bench = BusBench([temperature], on: FakeAdapter(.combinedMessages))
    let full = ["48 w 00", "48 r 2"]
    // At the start nobody knows where the pointer is.
    #expect(bench.run(0) == [full])
    for cycle: UInt64 in 1..<64 {
      let isFull = cycle % 16 == 0
      #expect(bench.run(cycle) == [isFull ? full : ["48 r 2"]], "cycle \(cycle)")
    }
  }

  /// devices.md 0.1: 48 clocks with the pointer, 29 without.
  @Test func savesNineteenClocks() {
    let timeline = BusTimeline(
      BusPlan([temperature], muxes: []),
      on: BusWire(.combinedMessages, speed: Frequency(unchecked: 400e3), overhead: .zero))
    #expect(timeline.cycles.map(\.load.clocks) == [48, 29])
    #expect(timeline.order == [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    // (48 + 15 * 29) / 16 clocks of 2.5 us.
    #expect(timeline.averageMicroseconds == 75.46875)
  }

  @Test func isOffUnlessTheDriverDeclaresIt() {
    var bench = BusBench(
      [.reading(0x48, register: 0x00, count: 2)], on: FakeAdapter(.combinedMessages))
    for cycle: UInt64 in 0..<40 { #expect(bench.run(cycle) == [["48 w 00", "48 r 2"]]) }
  }

  /// SMBus has no read of two bytes without a command.
  @Test func isOffOnSMBus() {
    var bench = BusBench([temperature], on: FakeAdapter(.smbusOnly))
    for cycle: UInt64 in 0..<40 { #expect(bench.run(cycle) == [["48 w 00", "48 r 2"]]) }
  }

  @Test func anotherExchangeOfTheDeviceMovesThePointer() {
    let watch = BusPlan.Entry.reading(0x48, register: 0x01, count: 2, every: 5, phase: 2, device: 2)
    var bench = BusBench([temperature, watch], on: FakeAdapter(.combinedMessages))
    for cycle: UInt64 in 0..<10 { bench.run(cycle) }
    for cycle: UInt64 in 10..<90 {
      let isFull = cycle % 16 == 0 || cycle % 5 == 3
      let first = bench.run(cycle)[0][0]
      #expect((first == "48 w 00") == isFull, "cycle \(cycle)")
    }
  }

  @Test func aMuxBetweenDoesNotMoveIt() {
    let entries = (0..<2).map { index in
      BusPlan.Entry.reading(
        0x48, register: 0x00, count: 2, route: BusPlan.Route(mux: 0x71, channel: UInt8(index)),
        device: index, retainsPointer: true)
    }
    var bench = BusBench(
      entries, muxes: [0x71], on: FakeAdapter(.withStop, muxes: [0x71]))
    bench.run(0)
    bench.run(1)
    #expect(bench.run(2) == [["71 w 01 P", "48 r 2", "71 w 02 P", "48 r 2"]])
  }

  @Test func anErrorHasItWrittenAgain() {
    var bench = BusBench(
      [temperature, .reading(0x36)], on: FakeAdapter(.combinedMessages),
      retry: .microseconds(10_000))
    for cycle: UInt64 in 0..<4 { bench.run(cycle) }
    #expect(bench.run(4)[0][0].hasPrefix("36"))
    #expect(bench.run(5) == [["36 w 0b", "36 r 3", "48 r 2"]])
    // The neighbour's failure, once: both are repeated, each with its pointer.
    bench.adapter.fail(0x36, BusError(.noAcknowledge), times: 1)
    let repeated = bench.run(6)
    #expect(repeated.dropFirst().contains(["48 w 00", "48 r 2"]), "\(repeated)")
    #expect(bench.run(7) == [["36 w 0b", "36 r 3", "48 w 00", "48 r 2"]])
    #expect(bench.run(8) == [["36 w 0b", "36 r 3", "48 r 2"]])
  }

  @Test func aSkippedCycleHasItWrittenAgain() {
    var bench = BusBench([temperature], on: FakeAdapter(.combinedMessages))
    for cycle: UInt64 in 0..<4 { bench.run(cycle) }
    #expect(bench.run(7) == [["48 w 00", "48 r 2"]])
    #expect(bench.run(8) == [["48 r 2"]])
  }

  /// Devices that answer with where their pointer is, failures at random, cycles left out: whatever was
  /// read was read from its register.
  @Test(arguments: 1...40)
  func neverReadsAnotherRegister(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var entries: [BusPlan.Entry] = []
    for device in 0..<3 {
      let address: I2CAddress = [0x48, 0x49, 0x4A][device]
      for register in 0..<Int.random(in: 1...3, using: &random) {
        let every = [1, 1, 2, 3, 5].randomElement(using: &random) ?? 1
        entries.append(
          .reading(
            address, register: UInt8(register), count: 2, every: every,
            phase: Int.random(in: 0..<every, using: &random), device: device,
            retainsPointer: Bool.random(using: &random)))
      }
    }
    let kinds: [I2CCapabilities] = [.withStop, .combinedMessages, .smbusOnly]
    let adapter = FakeAdapter(kinds.randomElement(using: &random) ?? .withStop)
    adapter.answerPointers()
    var bench = BusBench(entries, on: adapter, retry: .microseconds(3_000))
    var held = 0
    var cycle: UInt64 = 0
    for _ in 0..<1500 {
      cycle += Int.random(in: 0..<60, using: &random) == 0 ? 3 : 1
      if Int.random(in: 0..<80, using: &random) == 0 {
        let address: I2CAddress = [0x48, 0x49, 0x4A].randomElement(using: &random) ?? 0x48
        adapter.fail(
          address, BusError(.noAcknowledge), times: Int.random(in: 1...3, using: &random))
      }
      let transfers = bench.run(cycle)
      held += transfers.count { $0.first?.contains(" r ") == true }
      for (entry, byte) in bench.fresh(cycle) {
        let register = bench.plan.entries[entry].exchange.request[0]
        #expect(byte == register, "seed \(seed), cycle \(cycle), entry \(entry)")
      }
    }
    if !adapter.capabilities.contains(.smbusOnly), entries.allSatisfy(\.exchange.retainsPointer) {
      #expect(held > 0, "seed \(seed)")
    }
  }
}
