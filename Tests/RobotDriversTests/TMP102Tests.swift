import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("TMP102")
struct TMP102Tests {
  /// R1 R0 (0x6000), two faults (0x0800), 8 Hz (0x00C0), EM (0x0010): 0x68D0; SD is 0x0100.
  /// 90 °C are 1440 steps of 0.0625, << 3: 0x2D00; 85 °C are 1360: 0x2A80.
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x49, write: [0x01], reply: [0x60, 0xA0]),
    .transfer(0x49, write: [0x01, 0x69, 0xD0]),
    .transfer(0x49, write: [0x02, 0x2A, 0x80]),
    .transfer(0x49, write: [0x03, 0x2D, 0x00]),
    .transfer(0x49, write: [0x01, 0x68, 0xD0]),
    .transfer(0x49, write: [0x01], reply: [0x68, 0xF0]),  // AL is the chip's
    .transfer(0x49, write: [0x02], reply: [0x2A, 0x80]),
    .transfer(0x49, write: [0x03], reply: [0x2D, 0x00]),
    .pause(atLeast: .milliseconds(35)),
    .transfer(0x49, write: [0x00], reply: [0x0C, 0x81]),
  ]
  static let steps: [TMP102.Step?] = [
    .identify, .stop, .setLimits, .setLimits, .configure, .verify, .verify, .verify, nil,
    .awaitConversion,
  ]

  private func setUp(_ script: [ScriptedI2CBus.Step]) throws {
    var bus = ScriptedI2CBus(script)
    defer { #expect(bus.isAsWritten, "\(bus.mismatches)") }
    try TMP102.setUp(
      TMP102.Configuration(address: 0x49, tripCelsius: 90, releaseCelsius: 85), on: &bus)
  }

  @Test func setUpIdentifiesConfiguresLooksAndDropsAConversion() throws { try setUp(Self.script) }

  @Test("a missing acknowledge is reported with its step", arguments: [0, 1, 2, 3, 4, 5, 6, 7, 9])
  func noAcknowledge(at index: Int) throws {
    let step = try #require(Self.steps[index])
    let failure = #expect(throws: TMP102.Failure.self) {
      try setUp(Array(Self.script[..<index]) + [Self.script[index].failing()])
    }
    #expect(failure == .bus(BusError(.noAcknowledge), step: step))
  }

  /// An LM75A repeats its one byte, an ADS1115 reads 0x8583.
  @Test(arguments: [[0x00, 0x00], [0x08, 0x08], [0x85, 0x83], [0xFF, 0xFF]] as [[UInt8]])
  func anotherPartIsRefused(_ reply: [UInt8]) {
    let value = UInt16(reply[0]) << 8 | UInt16(reply[1])
    #expect(throws: TMP102.Failure.identity(configurationRegister: value)) {
      try setUp([.transfer(0x49, write: [0x01], reply: reply)])
    }
  }

  @Test func aValueThatDoesNotStayIsRefused() {
    #expect(
      throws: TMP102.Failure.readBack(register: .configuration, wrote: 0x68D0, read: 0x60A0)
    ) {
      try setUp(
        Array(Self.script[..<5]) + [.transfer(0x49, write: [0x01], reply: [0x60, 0xA0])])
    }
  }

  @Test func aChipThatDoesNotConvertIsGivenUp() {
    let wait: [ScriptedI2CBus.Step] = [
      .pause(atLeast: .milliseconds(35)), .transfer(0x49, write: [0x00], reply: [0x00, 0x00]),
    ]
    let failure = #expect(throws: TMP102.Failure.self) {
      try setUp(Array(Self.script[..<8]) + wait + wait + wait)
    }
    #expect(failure == .noConversion(temperatureRegister: 0))
    #expect(failure?.description.contains("105 ms") == true)
  }

  @Test func boundsAreNamed() {
    #expect(throws: TMP102.ConfigurationError.address(0x4C)) {
      try TMP102.Configuration(address: 0x4C)
    }
    for (trip, release) in [(151, 75), (80, 80), (80, -56)] as [(Double, Double)] {
      #expect(throws: TMP102.ConfigurationError.self) {
        try TMP102.Configuration(tripCelsius: trip, releaseCelsius: release)
      }
    }
  }

  /// SBOS397, tables 6-8 and 6-9; bit 0 tells the thirteen-bit format.
  @Test(
    arguments: [
      (0x4B00, 75), (0x3200, 50), (0x0040, 0.25), (0xFFC0, -0.25), (0xE700, -25),
      (0x7FF0, 127.9375),
      (0x4B01, 150), (0x4001, 128), (0x2581, 75), (0x0021, 0.25), (0xFFE1, -0.25), (0xE481, -55),
      (0x0001, 0),
    ] as [(UInt16, Double)])
  func converts(_ register: UInt16, celsius: Double) {
    #expect(TMP102.celsius(register: register) == celsius)
  }

  @Test(
    arguments: [
      ([0x0C, 0x81], 25, 0), ([0x00, 0x01], 0, 0), ([0xFF, 0xF9], -0.0625, 0),
      ([0x4B, 0x01], 150, 0), ([0x4B, 0x09], nil, 1), ([0xE4, 0x79], nil, 1),
      ([0x19, 0x00], nil, 8),  // twelve bits: settings lost
      ([0x00, 0x00], nil, 1), ([0xFF, 0xFF], nil, 1), ([0x0C], nil, 1), ([0x0C, 0x85], nil, 1),
    ] as [([UInt8], Double?, UInt16)])
  func decodes(_ reply: [UInt8], celsius: Double?, flags: UInt16) {
    var bench = DecoderBench(TMP102.Decoder(), channels: 1)
    #expect(bench.decode(reply).rawValue == flags)
    #expect(bench[0] == celsius)
  }

  @Test func theTemperatureIsOneWord() throws {
    let configuration = try TMP102.Configuration(rate: .hertz4)
    #expect(
      TMP102.exchanges(for: configuration)
        == [CyclicExchange(Exchange(address: 0x48, request: [0x00], replyCount: 2))])
    #expect(configuration.leastTurn.seconds == 0.25)
    #expect(
      TMP102.channels(for: try TMP102.Configuration()) == [
        SensorChannel("temperature", .celsius, in: -55...150)
      ])
  }

  @Test(arguments: TMP102.Rate.allCases)
  func lostSettingsAreNoticed(_ rate: TMP102.Rate) throws {
    let watch = TMP102.watch(for: try TMP102.Configuration(rate: rate))
    #expect(watch.exchange == Exchange(address: 0x48, request: [0x01], replyCount: 2))
    let low = UInt8(rate.rawValue) | 0x10
    #expect(watch.agrees([0x68, low]) && watch.agrees([0x68, low | 0x20]))
    #expect(!watch.agrees([0x60, 0xA0]))
  }
}
