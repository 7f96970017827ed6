import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("BMP280")
struct BMP280Tests {
  /// dig_T1...dig_P9 of the datasheet's example (section 3.12), low byte first.
  static let trimBytes: [UInt8] = [
    0x70, 0x6B, 0x43, 0x67, 0x18, 0xFC, 0x7D, 0x8E, 0x43, 0xD6, 0xD0, 0x0B, 0x27, 0x0B, 0x8C,
    0x00, 0xF9, 0xFF, 0x8C, 0x3C, 0xF8, 0xC6, 0x70, 0x17,
  ]
  /// The example's measurement: pressure 415148, temperature 519888.
  static let example: [UInt8] = [0x65, 0x5A, 0xC0, 0x7E, 0xED, 0x00]

  /// osrs_t = 1, osrs_p = 3, normal: 0x2F; no filter, 0.5 ms: 0x00.
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x76, write: [0xD0], reply: [0x58]),
    .transfer(0x76, write: [0xE0, 0xB6]),
    .pause(atLeast: .milliseconds(2)),
    .transfer(0x76, write: [0xF3], reply: [0x00]),
    .transfer(0x76, write: [0x88], reply: trimBytes),
    .transfer(0x76, write: [0xF5, 0x00]),
    .transfer(0x76, write: [0xF4, 0x2F]),
    .transfer(0x76, write: [0xF5], reply: [0x00]),
    .transfer(0x76, write: [0xF4], reply: [0x2F]),
    // 1.25 + 2.3 · (1 + 4) + 0.575 ms and 0.5 ms.
    .pause(atLeast: .microseconds(13_825)),
  ]

  @Test func setUpResetsReadsTheTrimAndStarts() throws {
    var bus = ScriptedI2CBus(Self.script)
    _ = try BMP280.setUp(BMP280.Configuration(address: 0x76), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func aMissingAcknowledgeIsReportedWithItsStep() throws {
    let configuration = try BMP280.Configuration(address: 0x76)
    let steps: [BMP280.Step] = [
      .identify, .reset, .wait, .readTrim, .configure, .configure, .verify, .verify,
    ]
    for (index, var bus) in SetUpBench.interruptions(of: Self.script).enumerated() {
      #expect(throws: BMP280.Failure.bus(BusError(.noAcknowledge), step: steps[index])) {
        _ = try BMP280.setUp(configuration, on: &bus)
      }
      #expect(bus.isAsWritten)
    }
  }

  @Test func aBME280IsRefused() throws {
    let configuration = try BMP280.Configuration(address: 0x76)
    var bus = ScriptedI2CBus([.transfer(0x76, write: [0xD0], reply: [0x60])])
    let failure = #expect(throws: BMP280.Failure.self) {
      _ = try BMP280.setUp(configuration, on: &bus)
    }
    #expect(failure == .identity(0x60))
    #expect(failure?.description.contains("BME280") == true)
  }

  @Test func theWaitForTheTrimEnds() throws {
    let configuration = try BMP280.Configuration(address: 0x76)
    let waits: [ScriptedI2CBus.Step] = (0..<10).flatMap { _ in
      [.pause(atLeast: .milliseconds(2)), .transfer(0x76, write: [0xF3], reply: [0x01])]
    }
    var bus = ScriptedI2CBus(Array(Self.script[..<2]) + waits)
    #expect(throws: BMP280.Failure.notReady(status: 0x01)) {
      _ = try BMP280.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func trimValuesThatNoChipHasAreRefused() throws {
    let configuration = try BMP280.Configuration(address: 0x76)
    var withoutT1 = Self.trimBytes
    (withoutT1[0], withoutT1[1]) = (0, 0)
    for trim in [
      [UInt8](repeating: 0, count: 24), [UInt8](repeating: 0xFF, count: 24), withoutT1,
    ] {
      var bus = ScriptedI2CBus(
        Array(Self.script[..<4]) + [.transfer(0x76, write: [0x88], reply: trim)])
      #expect(throws: BMP280.Failure.trim) { _ = try BMP280.setUp(configuration, on: &bus) }
    }
  }

  private func decoder() throws -> BMP280.Decoder {
    var bus = ScriptedI2CBus(Self.script)
    return try BMP280.setUp(BMP280.Configuration(address: 0x76), on: &bus)
  }

  /// Section 3.12: 25.08 °C and, in double precision, 100 653.27 Pa.
  @Test func theDatasheetsExample() throws {
    let reply = DecoderBench(try decoder(), Self.example, channels: 2)
    #expect(abs(try #require(reply[0]) - 100_653.27) < 0.02)
    #expect(abs(try #require(reply[1]) - 25.08) < 0.005)
    let trim = try decoder().trim
    let fine = BMP280.fineTemperature(counts: 519_888, trim: trim)
    #expect(Int(fine) == 128_422)
  }

  @Test func aSkippedMeasurementIsNone() throws {
    let skipped: [UInt8] = [0x80, 0x00, 0x00]
    let both = DecoderBench(try decoder(), skipped + skipped, channels: 2)
    #expect(both.isRefused)
    #expect(both.flags.has(.wasReset) && both.flags.has(.invalid))
    let pressure = DecoderBench(try decoder(), skipped + [0x7E, 0xED, 0x00], channels: 2)
    #expect(pressure[0] == nil && pressure[1] != nil)
    #expect(pressure.flags.has(.invalid) && !pressure.flags.has(.wasReset))
    let temperature = DecoderBench(try decoder(), [0x65, 0x5A, 0xC0] + skipped, channels: 2)
    #expect(temperature.isRefused)
  }

  @Test func repliesThatMeanNothingAreRefused() throws {
    let decoder = try decoder()
    for reply: [UInt8] in [
      [], [0x65], Self.example + [0], [UInt8](repeating: 0, count: 6),
      [UInt8](repeating: 0xFF, count: 6),
      // 94 °C and -56 °C.
      [0x65, 0x5A, 0xC0, 0xB5, 0x00, 0x00], [0x65, 0x5A, 0xC0, 0x40, 0x00, 0x00],
    ] {
      let decoded = DecoderBench(decoder, reply, channels: 2)
      #expect(decoded.isRefused, "\(reply)")
      #expect(decoded.flags.has(.invalid))
    }
    // 25 °C, and a pressure of more than 1100 hPa.
    let high = DecoderBench(decoder, [0x40, 0x00, 0x00, 0x7E, 0xED, 0x00], channels: 2)
    #expect(high[0] == nil && high[1] != nil)
  }

  @Test func exchangesAndWatch() throws {
    let configuration = try BMP280.Configuration(
      address: 0x77, pressure: .times16, temperature: .times2, filter: .coefficient4,
      standby: .microseconds62500)
    #expect(
      BMP280.exchanges(for: configuration) == [
        CyclicExchange(Exchange(address: 0x77, request: [0xF7], replyCount: 6))
      ])
    let watch = BMP280.watch(for: configuration)
    #expect(watch.exchange == Exchange(address: 0x77, request: [0xF4], replyCount: 2))
    #expect(watch.expected == [0x57, 0x28])
    // 1.25 + 2.3 · 18 + 0.575 = 43.225 ms; 62.5 ms and a quarter of it.
    #expect(configuration.leastTurn == .microseconds(43_225 + 78_125))
    #expect(BMP280.channels(for: configuration).map(\.unit) == [.pascal, .celsius])
    #expect(throws: BMP280.ConfigurationError.address(0x75)) {
      try BMP280.Configuration(address: 0x75)
    }
  }
}
