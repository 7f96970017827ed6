import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("VCNL4040")
struct VCNL4040Tests {
  /// 200 mA (7 in bits 10...8), 2 T (2 in bits 3...1), 1/40, 16 bits (bit 11), ALS at 160 ms (1 in 7...6).
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x60, write: [0x0C], reply: [0x86, 0x01]),
    .transfer(0x60, write: [0x05, 0x00, 0x00]),
    .transfer(0x60, write: [0x04, 0x00, 0x07]),
    .transfer(0x60, write: [0x00, 0x40, 0x00]),
    .transfer(0x60, write: [0x03, 0x04, 0x08]),
    .transfer(0x60, write: [0x05], reply: [0x00, 0x00]),
    .transfer(0x60, write: [0x04], reply: [0x00, 0x07]),
    .transfer(0x60, write: [0x00], reply: [0x40, 0x00]),
    .transfer(0x60, write: [0x03], reply: [0x04, 0x08]),
    .pause(atLeast: .milliseconds(160)),
  ]

  private func configuration() throws -> VCNL4040.Configuration {
    try VCNL4040.Configuration(ambient: .milliseconds160)
  }

  @Test func setUpIdentifiesConfiguresLooksAndWaits() throws {
    var bus = ScriptedI2CBus(Self.script)
    try VCNL4040.setUp(configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func aMissingAcknowledgeIsReportedWithItsStep() throws {
    let configuration = try configuration()
    let steps: [VCNL4040.Step] =
      [.identify] + Array(repeating: .configure, count: 4) + Array(repeating: .verify, count: 4)
    for (index, var bus) in SetUpBench.interruptions(of: Self.script).enumerated() {
      #expect(throws: VCNL4040.Failure.bus(BusError(.noAcknowledge), step: steps[index])) {
        try VCNL4040.setUp(configuration, on: &bus)
      }
      #expect(bus.isAsWritten)
    }
  }

  @Test func anotherPartIsRefused() throws {
    let configuration = try configuration()
    for reply: [UInt8] in [[0x01, 0x86], [0x00, 0x00], [0xFF, 0xFF], [0x87, 0x01]] {
      var bus = ScriptedI2CBus([.transfer(0x60, write: [0x0C], reply: reply)])
      let value = UInt16(reply[1]) << 8 | UInt16(reply[0])
      #expect(throws: VCNL4040.Failure.identity(value)) {
        try VCNL4040.setUp(configuration, on: &bus)
      }
    }
  }

  @Test func aValueThatDoesNotStayIsRefused() throws {
    let configuration = try configuration()
    var bus = ScriptedI2CBus(
      Array(Self.script[..<8]) + [.transfer(0x60, write: [0x03], reply: [0x01, 0x00])])
    #expect(
      throws: VCNL4040.Failure.readBack(
        register: .proximityConfiguration, wrote: 0x0804, read: 0x0001)
    ) { try VCNL4040.setUp(configuration, on: &bus) }
  }

  private func decoder() throws -> VCNL4040.Decoder {
    var bus = ScriptedI2CBus(Self.script)
    return try VCNL4040.setUp(configuration(), on: &bus)
  }

  @Test func proximityIsALittleEndianCount() throws {
    let reply = DecoderBench(try decoder(), [0xD2, 0x04], channels: 2)
    #expect(reply[0] == 1234)
    #expect(reply.values[1] == DecoderBench.old)
  }

  @Test func illuminanceHasTheScaleOfItsTime() throws {
    // 160 ms: 0.05 lx each.
    let reply = DecoderBench(try decoder(), [0xE8, 0x03], exchange: 1, channels: 2)
    #expect(abs(try #require(reply[1]) - 50) < 1e-9)
    #expect(reply.values[0] == DecoderBench.old)
    #expect(DecoderBench(try decoder(), [0, 0], exchange: 1, channels: 2)[1] == 0)
    // Table 14.
    #expect(abs(VCNL4040.lux(counts: 65535, field: 0) - 6553.5) < 1e-9)
    #expect(abs(VCNL4040.lux(counts: 65535, field: 3) - 819.1875) < 1e-9)
  }

  @Test func repliesThatMeanNothingAreRefused() throws {
    let decoder = try decoder()
    for reply: [UInt8] in [[], [0x01], [0x01, 0x02, 0x03], [0x00, 0x00], [0xFF, 0xFF]] {
      let decoded = DecoderBench(decoder, reply, channels: 2)
      #expect(decoded[0] == nil && decoded[1] == DecoderBench.old)
      #expect(decoded.flags.has(.invalid))
    }
    let clipped = DecoderBench(decoder, [0xFF, 0xFF], exchange: 1, channels: 2)
    #expect(clipped[1] == nil)
    #expect(clipped.flags.has(.clipped))
  }

  @Test func exchangesAndWatch() throws {
    // 125 µs · 2 · 40 = 10 ms; 160 ms of light are 16 of them.
    let configuration = try configuration()
    #expect(configuration.leastTurn == .milliseconds(10))
    #expect(
      VCNL4040.exchanges(for: configuration) == [
        CyclicExchange(Exchange(address: 0x60, request: [0x08], replyCount: 2)),
        CyclicExchange(Exchange(address: 0x60, request: [0x09], replyCount: 2), interval: 16),
      ])
    let watch = VCNL4040.watch(for: configuration)
    #expect(watch.exchange == Exchange(address: 0x60, request: [0x03], replyCount: 2))
    #expect(watch.expected == [0x04, 0x08])
    let channels = VCNL4040.channels(for: configuration)
    #expect(channels.map(\.unit) == [.counts, .lux])
  }

  @Test func withoutAmbientThereIsOneExchange() throws {
    let configuration = try VCNL4040.Configuration(integration: .times8, duty: .over320)
    #expect(VCNL4040.exchanges(for: configuration).count == 1)
    #expect(VCNL4040.channels(for: configuration).count == 1)
    #expect(configuration.leastTurn == .milliseconds(320))
    #expect(throws: VCNL4040.ConfigurationError.address(0x61)) {
      try VCNL4040.Configuration(address: 0x61)
    }
  }
}
