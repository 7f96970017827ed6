import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("AS5048B")
struct AS5048BTests {
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x41, write: [0x15], reply: [0x00]),
    .transfer(0x41, write: [0xFB], reply: [0x01]),
    .transfer(0x41, write: [0x16, 0x00]),
    .transfer(0x41, write: [0x17, 0x00]),
    .transfer(0x41, write: [0x16], reply: [0x00]),
    .transfer(0x41, write: [0x17], reply: [0x00]),
    .transfer(0x41, write: [0xFA], reply: [0x80, 0x09, 0x20, 0x00]),
  ]
  static let steps: [AS5048B.Step] = [
    .identify, .awaitStart, .configure, .configure, .verify, .verify, .inspectMagnet,
  ]

  private func setUp(_ script: [ScriptedI2CBus.Step]) throws -> AS5048B.MagnetReport {
    var bus = ScriptedI2CBus(script)
    defer { #expect(bus.isAsWritten, "\(bus.mismatches)") }
    return try AS5048B.setUp(AS5048B.Configuration(address: 0x41), on: &bus)
  }

  @Test func setUpMakesTheZeroPositionZeroAndReportsTheMagnet() throws {
    let report = try setUp(Self.script)
    #expect(report.gain == 128)
    #expect(report.magnitude == 2048)  // golden as5048b_angle1
    #expect(report.diagnostics.tooWeak && !report.diagnostics.tooStrong)
  }

  @Test("a missing acknowledge is reported with its step", arguments: 0..<7)
  func noAcknowledge(at index: Int) {
    let failure = #expect(throws: AS5048B.Failure.self) {
      try setUp(Array(Self.script[..<index]) + [Self.script[index].failing()])
    }
    #expect(failure == .bus(BusError(.noAcknowledge), step: Self.steps[index]))
  }

  /// tSTARTUP is 10 ms.
  @Test func setUpWaitsForTheOffsetCompensation() throws {
    let wait: [ScriptedI2CBus.Step] = [
      .transfer(0x41, write: [0xFB], reply: [0x00]), .pause(atLeast: .milliseconds(1)),
    ]
    _ = try setUp(
      [Self.script[0]] + (0..<10).flatMap { _ in wait } + Array(Self.script.dropFirst()))
  }

  @Test(arguments: [0x00, 0x02, 0xFF] as [UInt8])
  func aChipThatDoesNotStartIsGivenUp(diagnostics: UInt8) {
    let wait: [ScriptedI2CBus.Step] = [
      .transfer(0x41, write: [0xFB], reply: [diagnostics]), .pause(atLeast: .milliseconds(1)),
    ]
    let failure = #expect(throws: AS5048B.Failure.self) {
      try setUp([Self.script[0]] + (0..<20).flatMap { _ in wait })
    }
    #expect(failure == .notStarted(diagnostics: diagnostics))
    #expect(failure?.description.contains("for 20 ms") == true)
  }

  /// 0x10: full OFF of a PCA9685's channel 3; 0xFF: nobody.
  @Test(arguments: [0x10, 0xFF, 0x01] as [UInt8])
  func anotherPartIsRefused(addressRegister: UInt8) {
    #expect(throws: AS5048B.Failure.identity(addressRegister: addressRegister)) {
      try setUp([.transfer(0x41, write: [0x15], reply: [addressRegister])])
    }
  }

  /// 0b10000 inverted is 0b00000, so 0x40 is programmed as 0, and 0x00...0x3F as 0x10 and above.
  @Test func aProgrammedAddressIsRecognised() throws {
    var bus = ScriptedI2CBus([
      .transfer(0x2C, write: [0x15], reply: [0x1B]),
      .failure(0x2C, write: [0xFB], read: 1),
    ])
    let configuration = try AS5048B.Configuration(address: 0x2C)
    #expect(throws: AS5048B.Failure.bus(BusError(.noAcknowledge), step: .awaitStart)) {
      try AS5048B.setUp(configuration, on: &bus)
    }
  }

  @Test func aZeroPositionThatDoesNotStayIsRefused() {
    let failure = #expect(throws: AS5048B.Failure.self) {
      try setUp(
        Array(Self.script[..<5]) + [.transfer(0x41, write: [0x17], reply: [0x05])])
    }
    #expect(failure == .readBack(register: .zeroLow, wrote: 0, read: 5))
  }

  @Test func reservedAddressesAreRefused() {
    #expect(throws: AS5048B.ConfigurationError.address(0x78)) {
      try AS5048B.Configuration(address: 0x78)
    }
  }

  @Test(
    arguments: [
      ([0x80, 0x01, 0x20, 0x00, 0x00, 0x01], 1, 0),
      ([0x80, 0x01, 0x20, 0x00, 0x80, 0x00], 8192, 0),
      ([0x80, 0x01, 0x20, 0x00, 0xFF, 0x3F], 16383, 0),
      ([0x80, 0x01, 0x20, 0x00, 0x00, 0xC1], 1, 0),  // two undefined bits
      ([0x80, 0x01, 0x20, 0x00, 0x00, 0x00], 0, 0),
      ([0xFF, 0x09, 0x01, 0x00, 0x00, 0x01], 1, 32),  // weak field
      ([0x00, 0x05, 0x20, 0x00, 0x00, 0x01], 1, 32),  // strong field
    ] as [([UInt8], Double, UInt16)])
  func decodes(_ reply: [UInt8], counts: Double, flags: UInt16) {
    let reading = AS5048B.Decoder().decode(Reply(reply))
    #expect(abs(reading.radians * 16384 / (2 * Double.pi) - counts) < 1e-9)
    #expect(reading.flags.rawValue == flags)
  }

  @Test(
    arguments: [
      [], [0x80, 0x01, 0x20, 0x00, 0x00], [0x80, 0x01, 0x20, 0x00, 0x00, 0x01, 0x00],
      [0x00, 0x00, 0x00, 0x00, 0x00, 0x00], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
      [0x80, 0x00, 0x20, 0x00, 0x00, 0x01],  // not compensated: fresh from power-on
      [0x80, 0x03, 0x20, 0x00, 0x00, 0x01],  // CORDIC overflow
    ] as [[UInt8]])
  func refuses(_ reply: [UInt8]) {
    #expect(AS5048B.Decoder().decode(Reply(reply)) == .invalid())
  }

  @Test func everythingIsOneBurst() throws {
    let exchanges = AS5048B.exchanges(for: try AS5048B.Configuration())
    #expect(
      exchanges == [CyclicExchange(Exchange(address: 0x40, request: [0xFA], replyCount: 6))])
    #expect(exchanges[0].exchange.clocks == 84)  // devices.md 0.1
  }

  @Test func aZeroPositionThatCameBackIsNoticed() throws {
    let watch = AS5048B.watch(for: try AS5048B.Configuration())
    #expect(watch.exchange == Exchange(address: 0x40, request: [0x16], replyCount: 2))
    #expect(watch.agrees([0x00, 0xC0]))
    #expect(!watch.agrees([0x00, 0x01]) && !watch.agrees([0x01, 0x00]))
  }
}
