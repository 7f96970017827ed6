import RobotHAL
import RobotRuntime
import TestSupport
import Testing

/// Random buses with random failures: whatever happens, a device is only ever reached through its own
/// channel, and no transfer holds more than the adapter takes.
@Suite struct BusAdversaryTests {
  struct Adapter: Sendable, CustomTestStringConvertible {
    let capabilities: I2CCapabilities
    let maximumMessages: Int
    var testDescription: String { "\(capabilities.rawValue), \(maximumMessages) messages" }
  }

  static let adapters = [
    Adapter(capabilities: .withStop, maximumMessages: 42),
    Adapter(capabilities: .withStop, maximumMessages: 7),
    Adapter(capabilities: .withStop, maximumMessages: 5),
    Adapter(capabilities: .withStop, maximumMessages: 2),
    Adapter(capabilities: .combinedMessages, maximumMessages: 42),
    Adapter(capabilities: .combinedMessages, maximumMessages: 4),
    Adapter(capabilities: .combinedMessages, maximumMessages: 2),
    Adapter(capabilities: .smbusOnly, maximumMessages: 2),
  ]

  @Test(arguments: adapters)
  func reachesDevicesThroughTheirOwnChannelOnly(_ kind: Adapter) {
    for seed: UInt64 in 1...40 {
      var random = SeededRandom(seed: seed)
      let bus = RandomBus(kind, devices: 1...9, &random)
      var bench = BusBench(bus.entries, muxes: bus.muxes, on: bus.adapter)
      for cycle: UInt64 in 0..<60 {
        let victim = (bus.addresses + bus.muxes).randomElement(using: &random)
        if let victim, Int.random(in: 0..<4, using: &random) == 0 {
          let kinds: [BusError.Kind] = [.noAcknowledge, .arbitrationLost, .timeout]
          bus.adapter.fail(victim, kinds.randomElement(using: &random).map { BusError($0) })
        } else if let victim {
          bus.adapter.fail(victim, nil)
        }
        bench.command(UInt8(truncatingIfNeeded: cycle), cycle: cycle)
        bench.run(cycle)
      }
      for address in bus.addresses + bus.muxes { bus.adapter.fail(address, nil) }
      bench.run(60)
      #expect(bench.failures.allSatisfy { $0 == 0 }, "seed \(seed)")
      #expect(bus.adapter.misrouted.isEmpty, "seed \(seed)")
      #expect(bus.adapter.largest <= kind.maximumMessages, "seed \(seed)")
    }
  }

  /// Whatever fails: with time to repeat, nobody else's reading is lost in any cycle.
  @Test(arguments: adapters)
  func keepsEveryNeighbourFresh(_ kind: Adapter) {
    for seed: UInt64 in 1...40 {
      var random = SeededRandom(seed: seed)
      let bus = RandomBus(kind, devices: 2...9, &random)
      var bench = BusBench(
        bus.entries, muxes: bus.muxes, on: bus.adapter, retry: .microseconds(1e6))
      var failing: Set<I2CAddress> = []
      for cycle: UInt64 in 0..<400 {
        if let victim = bus.addresses.randomElement(using: &random) {
          let isLost = Int.random(in: 0..<8, using: &random) == 0
          if isLost { failing.insert(victim) } else { failing.remove(victim) }
          bus.adapter.fail(victim, isLost ? BusError(.noAcknowledge) : nil)
        }
        bench.run(cycle)
        for (place, entry) in bench.plan.entries.enumerated()
        where cycle % UInt64(entry.every) == UInt64(entry.phase) {
          let isLost = failing.contains(entry.exchange.address)
          #expect((bench.failures[place] > 0) == isLost, "seed \(seed), cycle \(cycle)")
        }
      }
      #expect(bus.adapter.misrouted.isEmpty, "seed \(seed)")
      #expect(bus.adapter.largest <= kind.maximumMessages, "seed \(seed)")
    }
  }

  /// SMBus has one call for a write, and one for a write and a read of the same device.
  @Test func splitsEverythingForAnAdapterWithoutCombinedMessages() {
    let entries: [BusPlan.Entry] = [
      .command(0x41), .reading(0x44, device: 1),
      .reading(0x36, route: BusPlan.Route(mux: 0x71, channel: 0), device: 2),
      .reading(0x36, route: BusPlan.Route(mux: 0x72, channel: 1), device: 3),
    ]
    var bench = BusBench(
      entries, muxes: [0x71, 0x72, 0x73],
      on: FakeAdapter(.smbusOnly, maximumMessages: 2, muxes: [0x71, 0x72, 0x73]))
    #expect(
      bench.run(0) == [
        ["41 w 06 00 00"], ["44 w 0b", "44 r 3"],
        ["72 w 00"], ["73 w 00"], ["71 w 01"], ["36 w 0b", "36 r 3"],
        ["71 w 00"], ["72 w 02"], ["36 w 0b", "36 r 3"],
      ])
    #expect(bench.failures == [0, 0, 0, 0])
  }
}

/// Devices, some behind the channels of up to three muxes.
private struct RandomBus {
  let muxes: [I2CAddress]
  let addresses: [I2CAddress]
  let adapter: FakeAdapter
  private(set) var entries: [BusPlan.Entry] = []

  init(
    _ kind: BusAdversaryTests.Adapter, devices: ClosedRange<Int>, _ random: inout SeededRandom
  ) {
    muxes = Array(
      ([0x70, 0x71, 0x72] as [I2CAddress]).prefix(Int.random(in: 0...3, using: &random)))
    adapter = FakeAdapter(kind.capabilities, maximumMessages: kind.maximumMessages, muxes: muxes)
    addresses = (0..<Int.random(in: devices, using: &random)).compactMap {
      I2CAddress(UInt8(0x10 + $0))
    }
    for (device, address) in addresses.enumerated() {
      entries.append(entry(address, device, &random))
    }
  }

  private func entry(
    _ address: I2CAddress, _ device: Int, _ random: inout SeededRandom
  ) -> BusPlan.Entry {
    var route: BusPlan.Route?
    if let mux = muxes.randomElement(using: &random), Bool.random(using: &random) {
      let channel = UInt8.random(in: 0...7, using: &random)
      adapter.solder(address, behind: mux, channel: channel)
      route = BusPlan.Route(mux: mux, channel: channel)
    }
    if Int.random(in: 0..<3, using: &random) == 0 { return .command(address, route: route) }
    let every = Int.random(in: 1...3, using: &random)
    return .reading(
      address, route: route, every: every, phase: 60 % every, device: device)
  }
}
