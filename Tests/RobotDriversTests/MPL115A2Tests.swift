import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("MPL115A2")
struct MPL115A2Tests {
  /// The datasheet's example: a0 = 2009.75, b1 = -2.375 85, b2 = -0.920 47, c12 = 0.000 790; 410 and 507.
  static let coefficients: [UInt8] = [0x3E, 0xCE, 0xB3, 0xF9, 0xC5, 0x17, 0x33, 0xC8]
  static let example: [UInt8] = [0x66, 0x80, 0x7E, 0xC0]

  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x60, write: [0x04], reply: coefficients),
    .transfer(0x60, write: [0x12, 0x00]),
    .pause(atLeast: .milliseconds(3)),
    .transfer(0x60, write: [0x00], reply: example),
  ]

  private func decoder() throws -> MPL115A2.Decoder {
    var bus = ScriptedI2CBus(Self.script)
    return try MPL115A2.setUp(MPL115A2.Configuration(), on: &bus)
  }

  @Test func setUpReadsTheCoefficientsAndMeasures() throws {
    var bus = ScriptedI2CBus(Self.script)
    let decoder = try MPL115A2.setUp(MPL115A2.Configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
    #expect(decoder.coefficients.a0 == 2009.75)
    #expect(abs(decoder.coefficients.b1 + 2.37585) < 1e-5)
    #expect(abs(decoder.coefficients.b2 + 0.92047) < 1e-5)
    #expect(abs(decoder.coefficients.c12 - 0.00079) < 1e-6)
  }

  @Test func aMissingAcknowledgeIsReportedWithItsStep() throws {
    let configuration = try MPL115A2.Configuration()
    let steps: [MPL115A2.Step] = [.readCoefficients, .convert, .measure]
    for (index, var bus) in SetUpBench.interruptions(of: Self.script).enumerated() {
      #expect(throws: MPL115A2.Failure.bus(BusError(.noAcknowledge), step: steps[index])) {
        _ = try MPL115A2.setUp(configuration, on: &bus)
      }
      #expect(bus.isAsWritten)
    }
  }

  @Test func anotherPartIsRefused() throws {
    let configuration = try MPL115A2.Configuration()
    for bytes in [
      [UInt8](repeating: 0, count: 8), [UInt8](repeating: 0xFF, count: 8),
      [0x3E, 0xCE, 0xB3, 0xF9, 0xC5, 0x17, 0x33, 0xC9],
    ] {
      var bus = ScriptedI2CBus([.transfer(0x60, write: [0x04], reply: bytes)])
      #expect(throws: MPL115A2.Failure.coefficients(bytes)) {
        _ = try MPL115A2.setUp(configuration, on: &bus)
      }
    }
    for reply: [UInt8] in [[0, 0, 0, 0], [0x66, 0x81, 0x7E, 0xC0], [0x01, 0x00, 0x7E, 0xC0]] {
      var bus = ScriptedI2CBus(
        Array(Self.script[..<3]) + [.transfer(0x60, write: [0x00], reply: reply)])
      #expect(throws: MPL115A2.Failure.measurement(reply)) {
        _ = try MPL115A2.setUp(configuration, on: &bus)
      }
    }
  }

  @Test func theDatasheetsExample() throws {
    let reply = DecoderBench(try decoder(), Self.example, exchange: 1, channels: 2)
    #expect(abs(try #require(reply[0]) - 96_590) < 5)
    // (498 - 507) / 5.35 + 25.
    #expect(abs(try #require(reply[1]) - 23.3178) < 1e-4)
  }

  @Test func theStartHasNoReply() throws {
    let reply = DecoderBench(try decoder(), [], channels: 2)
    #expect(reply[0] == DecoderBench.old && reply[1] == DecoderBench.old)
    #expect(reply.flags.rawValue == 0)
  }

  @Test func repliesThatMeanNothingAreRefused() throws {
    let decoder = try decoder()
    for reply: [UInt8] in [
      [], [0x66], Self.example + [0], [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF],
      [0x66, 0x80, 0x7E, 0xC1], [0x00, 0x00, 0x7E, 0xC0], [0xFF, 0xC0, 0x7E, 0xC0],
      [0x66, 0x80, 0x00, 0x00], [0x66, 0x80, 0xFF, 0xC0],
      // 119 °C, and less than 50 kPa.
      [0x66, 0x80, 0x00, 0x40], [0xF0, 0x00, 0x7E, 0xC0],
    ] {
      let decoded = DecoderBench(decoder, reply, exchange: 1, channels: 2)
      #expect(decoded.isRefused, "\(reply)")
      #expect(decoded.flags.has(.invalid))
    }
  }

  @Test func convertsInOneTurnReadsInTheNext() throws {
    let configuration = try MPL115A2.Configuration()
    #expect(
      MPL115A2.exchanges(for: configuration) == [
        CyclicExchange(
          Exchange(address: 0x60, request: [0x12, 0x00], replyCount: 0), interval: 2, turn: 0),
        CyclicExchange(
          Exchange(address: 0x60, request: [0x00], replyCount: 4), interval: 2, turn: 1),
      ])
    // devices.md 0.1.
    #expect(MPL115A2.exchanges(for: configuration).map(\.exchange.clocks) == [29, 66])
    #expect(configuration.leastTurn == .milliseconds(3))
    #expect(MPL115A2.channels(for: configuration).map(\.unit) == [.pascal, .celsius])
    #expect(throws: MPL115A2.ConfigurationError.address(0x61)) {
      try MPL115A2.Configuration(address: 0x61)
    }
  }
}
