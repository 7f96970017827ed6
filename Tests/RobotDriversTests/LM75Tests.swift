import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("LM75")
struct LM75Tests {
  /// 90 °C are 180 half degrees at the left, 0x5A00; 85.5 °C are 171, 0x5580.
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x4A, write: [0x01], reply: [0x00]),
    .transfer(0x4A, write: [0x02], reply: [0x4B, 0x00]),
    .transfer(0x4A, write: [0x03], reply: [0x50, 0x00]),
    .transfer(0x4A, write: [0x02, 0x55, 0x80]),
    .transfer(0x4A, write: [0x03, 0x5A, 0x00]),
    .transfer(0x4A, write: [0x01, 0x10]),
    .transfer(0x4A, write: [0x01], reply: [0x10]),
    .transfer(0x4A, write: [0x02], reply: [0x55, 0x80]),
    .transfer(0x4A, write: [0x03], reply: [0x5A, 0x00]),
    .transfer(0x4A, write: [0x00], reply: [0x19, 0x00]),
  ]
  static let steps: [LM75.Step] = [
    .identify, .identify, .identify, .setLimits, .setLimits, .configure, .verify, .verify, .verify,
    .awaitConversion,
  ]

  private func configuration() throws -> LM75.Configuration {
    try LM75.Configuration(
      address: 0x4A, tripCelsius: 90, releaseCelsius: 85.5, faultQueue: .conversions4)
  }

  private func setUp(_ script: [ScriptedI2CBus.Step]) throws {
    var bus = ScriptedI2CBus(script)
    defer { #expect(bus.isAsWritten, "\(bus.mismatches)") }
    try LM75.setUp(configuration(), on: &bus)
  }

  @Test func setUpIdentifiesConfiguresAndLooks() throws { try setUp(Self.script) }

  @Test("a missing acknowledge is reported with its step", arguments: 0..<10)
  func noAcknowledge(at index: Int) {
    let failure = #expect(throws: LM75.Failure.self) {
      try setUp(Array(Self.script[..<index]) + [Self.script[index].failing()])
    }
    #expect(failure == .bus(BusError(.noAcknowledge), step: Self.steps[index]))
  }

  @Test func setUpWaitsForTheFirstConversion() throws {
    let wait: [ScriptedI2CBus.Step] = [
      .transfer(0x4A, write: [0x00], reply: [0x00, 0x00]), .pause(atLeast: .milliseconds(20)),
    ]
    try setUp(Array(Self.script.dropLast()) + (0..<5).flatMap { _ in wait } + [Self.script[9]])
    // 0 °C it may be: ten times 20 ms, then the cycle goes on without a temperature.
    try setUp(
      Array(Self.script.dropLast()) + (0..<10).flatMap { _ in wait }
        + [.transfer(0x4A, write: [0x00], reply: [0x00, 0x00])])
  }

  /// A TMP102 reads 0x60, an ADS1115 0x85; limits have nine bits.
  @Test func anotherPartIsRefused() {
    for byte in [0x60, 0x85, 0xFF] as [UInt8] {
      #expect(throws: LM75.Failure.identity(register: .configuration, read: UInt16(byte))) {
        try setUp([.transfer(0x4A, write: [0x01], reply: [byte])])
      }
    }
    #expect(throws: LM75.Failure.identity(register: .hysteresis, read: 0x4B10)) {
      try setUp([Self.script[0], .transfer(0x4A, write: [0x02], reply: [0x4B, 0x10])])
    }
  }

  @Test func aValueThatDoesNotStayIsRefused() {
    #expect(throws: LM75.Failure.readBack(register: .configuration, wrote: 0x10, read: 0)) {
      try setUp(
        Array(Self.script[..<6]) + [.transfer(0x4A, write: [0x01], reply: [0x00])])
    }
    #expect(throws: LM75.Failure.readBack(register: .hysteresis, wrote: 0x5580, read: 0x4B00)) {
      try setUp(
        Array(Self.script[..<7]) + [.transfer(0x4A, write: [0x02], reply: [0x4B, 0x00])])
    }
  }

  @Test func boundsAreNamed() throws {
    for address in [0x28, 0x2F, 0x35, 0x37, 0x48, 0x4F, 0x70, 0x77] as [I2CAddress] {
      #expect(try LM75.Configuration(address: address).address == address)
    }
    for address in [0x27, 0x30, 0x34, 0x38, 0x47, 0x50, 0x6F, 0x78] as [I2CAddress] {
      #expect(throws: LM75.ConfigurationError.address(address)) {
        try LM75.Configuration(address: address)
      }
    }
    for (trip, release) in [(126, 75), (80, 80), (80, -56), (.nan, 75)] as [(Double, Double)] {
      #expect(throws: LM75.ConfigurationError.self) {
        try LM75.Configuration(tripCelsius: trip, releaseCelsius: release)
      }
    }
  }

  /// NXP LM75A, table 9: 127 °C is beyond the range, 126.875 too.
  @Test(
    arguments: [
      ([0x7D, 0x00], 125), ([0x19, 0x00], 25), ([0x00, 0x20], 0.125), ([0xFF, 0xE0], -0.125),
      ([0xE7, 0x00], -25), ([0xC9, 0x00], -55), ([0x7D, 0x20], nil), ([0xC8, 0xE0], nil),
      ([0x80, 0x00], nil), ([0x00, 0x00], nil), ([0xFF, 0xFF], nil), ([0x19], nil),
      ([0x19, 0x00, 0x00], nil),
    ] as [([UInt8], Double?)])
  func decodes(_ reply: [UInt8], celsius: Double?) {
    var bench = DecoderBench(LM75.Decoder(), channels: 1)
    let flags = bench.decode(reply)
    #expect(bench[0] == celsius)
    #expect(flags.has(.invalid) == (celsius == nil))
  }

  @Test func whatMeansNothingKeepsTheOldNumber() {
    var bench = DecoderBench(LM75.Decoder(), channels: 1)
    _ = bench.decode([0x19, 0x00])
    _ = bench.decode([0xFF, 0xFF])
    #expect(bench.values == [25])
    #expect(bench[0] == nil)
  }

  @Test func theTemperatureIsOneWord() throws {
    let exchanges = LM75.exchanges(for: try configuration())
    #expect(
      exchanges == [CyclicExchange(Exchange(address: 0x4A, request: [0x00], replyCount: 2))])
    #expect(exchanges[0].exchange.clocks == 48)  // devices.md 0.1
    #expect(try configuration().leastTurn.seconds == 0.1)
    #expect(
      LM75.channels(for: try LM75.Configuration()) == [
        SensorChannel("temperature", .celsius, in: -55...125)
      ])
  }

  @Test(arguments: LM75.FaultQueue.allCases)
  func lostSettingsAreNoticed(_ queue: LM75.FaultQueue) throws {
    let watch = LM75.watch(for: try LM75.Configuration(faultQueue: queue))
    #expect(watch.exchange == Exchange(address: 0x48, request: [0x01], replyCount: 1))
    #expect(watch.agrees([queue.rawValue]))
    #expect(!watch.agrees([0x00]))
  }
}
