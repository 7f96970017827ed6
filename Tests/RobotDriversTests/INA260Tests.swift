import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("INA260")
struct INA260Tests {
  /// Four averages (1 << 9), 588 µs (3 << 6 and 3 << 3), continuous (7), 110 in bits 14...12: 0x62DF.
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x40, write: [0xFE], reply: [0x54, 0x49]),
    .transfer(0x40, write: [0xFF], reply: [0x22, 0x70]),
    .transfer(0x40, write: [0x00, 0x80, 0x00]),
    .transfer(0x40, write: [0x00, 0x62, 0xDF]),
    .transfer(0x40, write: [0x00], reply: [0x62, 0xDF]),
  ]
  static let steps: [INA260.Step] = [.identify, .identify, .reset, .configure, .verify]

  private func setUp(_ script: [ScriptedI2CBus.Step]) throws {
    var bus = ScriptedI2CBus(script)
    defer { #expect(bus.isAsWritten, "\(bus.mismatches)") }
    try INA260.setUp(INA260.Configuration(address: 0x40), on: &bus)
  }

  @Test func setUpIdentifiesConfiguresAndLooks() throws { try setUp(Self.script) }

  @Test("a missing acknowledge is reported with its step", arguments: 0..<5)
  func noAcknowledge(at index: Int) {
    let failure = #expect(throws: INA260.Failure.self) {
      try setUp(Array(Self.script[..<index]) + [Self.script[index].failing()])
    }
    #expect(failure == .bus(BusError(.noAcknowledge), step: Self.steps[index]))
  }

  @Test func anotherPartIsRefused() {
    #expect(throws: INA260.Failure.identity(manufacturer: 0x5449, die: 0x2260)) {
      try setUp([Self.script[0], .transfer(0x40, write: [0xFF], reply: [0x22, 0x60])])
    }
  }

  @Test func aValueThatDoesNotStayIsRefused() {
    #expect(
      throws: INA260.Failure.readBack(register: .configuration, wrote: 0x62DF, read: 0x6127)
    ) {
      try setUp(
        Array(Self.script[..<4]) + [.transfer(0x40, write: [0x00], reply: [0x61, 0x27])])
    }
  }

  @Test func boundsAreNamed() {
    #expect(throws: INA260.ConfigurationError.address(0x50)) {
      try INA260.Configuration(address: 0x50)
    }
    #expect(throws: INA260.ConfigurationError.powerOnSettings) {
      try INA260.Configuration(
        address: 0x40, averaging: .samples1, conversionTime: .microseconds1100)
    }
  }

  private var bench: DecoderBench { DecoderBench(INA260.Decoder(), channels: 2) }

  /// SBOS656, 8.6.3: 12 V are 9600 counts of 1.25 mV.
  @Test(
    arguments: [
      ([0x25, 0x80], 12, 0), ([0x7F, 0xFF], nil, 4), ([0x80, 0x00], nil, 1),
      ([0xFF, 0xFF], nil, 1), ([0x00, 0x00], nil, 1), ([0x25], nil, 1),
    ] as [([UInt8], Double?, UInt16)])
  func decodesBus(_ reply: [UInt8], volts: Double?, flags: UInt16) {
    var bench = bench
    #expect(bench.decode(reply, exchange: 1).rawValue == flags)
    #expect(bench[0] == volts)
  }

  /// SBOS656, 8.6.2: 10 A are 8000 counts of 1.25 mA.
  @Test(
    arguments: [
      ([0x1F, 0x40], 10, 0), ([0xE0, 0xC0], -10, 0), ([0x7F, 0xFF], nil, 4),
      ([0x80, 0x00], nil, 4), ([0x00, 0x00], nil, 1), ([0xFF, 0xFF], nil, 1), ([], nil, 1),
    ] as [([UInt8], Double?, UInt16)])
  func decodesCurrent(_ reply: [UInt8], amperes: Double?, flags: UInt16) {
    var bench = bench
    #expect(bench.decode(reply, exchange: 2).rawValue == flags)
    #expect(bench[1] == amperes)
  }

  @Test func aRestingMotorIsBelievedWhereTheVoltageIs() {
    var bench = bench
    _ = bench.decode([0x25, 0x80], exchange: 1)
    #expect(bench.decode([0x00, 0x00], exchange: 2).rawValue == 0)
    #expect(bench[1] == 0)
    #expect(bench.decode([0xFF, 0xFF], exchange: 2).rawValue == 0)
    #expect(bench[1] == -0.00125)
  }

  /// CVRF is bit 3; OVF, bit 2, is not looked at.
  @Test(
    arguments: [
      ([0x00, 0x08], 0), ([0x00, 0x0C], 0), ([0x00, 0x00], 2), ([0x00, 0x04], 2),
      ([0xFF, 0xFF], 1), ([0x08], 1),
    ] as [([UInt8], UInt16)])
  func theReadyFlagIsLookedAt(_ reply: [UInt8], flags: UInt16) {
    var bench = bench
    #expect(bench.decode(reply).rawValue == flags)
    #expect(bench[0] == nil && bench[1] == nil)
  }

  @Test func flagVoltageAndCurrentAreOneRegisterEach() throws {
    let exchanges = INA260.exchanges(for: try INA260.Configuration(address: 0x40))
    #expect(exchanges.map(\.exchange.request) == [[0x06], [0x02], [0x01]])
    #expect(exchanges.map(\.exchange.clocks) == [48, 48, 48])  // devices.md 0.1
    #expect(
      INA260.channels(for: try INA260.Configuration(address: 0x40)).map(\.name) == [
        "voltage", "current",
      ])
  }

  /// Four averages of twice 646 µs, the longest of 588.
  @Test func conversionsAreAwaited() throws {
    let configuration = try INA260.Configuration(address: 0x40)
    #expect(configuration.leastTurn.microseconds == 5168)
  }

  @Test func lostSettingsAreNoticed() throws {
    let watch = INA260.watch(for: try INA260.Configuration(address: 0x40))
    #expect(watch.exchange == Exchange(address: 0x40, request: [0x00], replyCount: 2))
    #expect(watch.agrees([0x62, 0xDF]))
    #expect(!watch.agrees([0x61, 0x27]))
  }
}
