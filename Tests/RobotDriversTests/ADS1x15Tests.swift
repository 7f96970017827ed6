import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("ADS1x15")
struct ADS1x15Tests {
  /// AIN0 and AIN1 of an ADS1115 at 0x49, ±4.096 V, 860 samples a second.
  private func two() throws -> ADS1x15.Configuration {
    try ADS1x15.Configuration(
      part: .ads1115, address: 0x49,
      inputs: [ADS1x15.Input("thumb", .ain0), ADS1x15.Input("index", .ain1)])
  }

  /// CONFIG of the last turn is 0x53EF: AIN1 (101), ±4.096 V (001), single-shot, 860 SPS (111),
  /// COMP_POL and COMP_LAT as marks, comparator off (11).
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x49, write: [0x01], reply: [0x85, 0x83]),
    .transfer(0x49, write: [0x01, 0x53, 0xEF]),
    .transfer(0x49, write: [0x01], reply: [0xD3, 0xEF]),
    .transfer(0x49, write: [0x02, 0xA5, 0xA5]),
    .transfer(0x49, write: [0x02], reply: [0xA5, 0xA5]),
    .transfer(0x49, write: [0x01], reply: [0xD3, 0xEF]),
    .transfer(0x49, write: [0x01, 0xD3, 0xEF]),
  ]

  @Test func setUpWritesReadsBackAndStarts() throws {
    var bus = ScriptedI2CBus(Self.script + [.pause(atLeast: TimeSpan(nanoseconds: 1_304_069))])
    try ADS1x15.setUp(try two(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test(
    "a missing acknowledge is reported with its step",
    arguments: zip(
      0..<7,
      [
        ADS1x15.Step.identify, .configure, .awaitIdle, .mark, .verify, .verify, .start,
      ]))
  func noAcknowledge(at index: Int, step: ADS1x15.Step) throws {
    let error = BusError(.noAcknowledge, errno: 121)
    var bus = ScriptedI2CBus(
      Array(Self.script[..<index]) + [Self.script[index].failing(with: error)])
    let configuration = try two()
    #expect(throws: ADS1x15.Failure.bus(error, step: step)) {
      try ADS1x15.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten)
  }

  /// TMP102 has 0x60A0 in its CONFIG, an LM75 zeros; 0xFFFF is a bus that nobody drives.
  @Test(arguments: [[0x60, 0xA0], [0x00, 0x00], [0xFF, 0xFF]] as [[UInt8]])
  func anotherChipIsRefused(_ reply: [UInt8]) throws {
    var bus = ScriptedI2CBus([.transfer(0x49, write: [0x01], reply: reply)])
    let configuration = try two()
    let word = UInt16(reply[0]) << 8 | UInt16(reply[1])
    #expect(throws: ADS1x15.Failure.identity(configurationRegister: word)) {
      try ADS1x15.setUp(configuration, on: &bus)
    }
  }

  @Test func theOtherPartIsRefused() throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<4]) + [.transfer(0x49, write: [0x02], reply: [0xA5, 0xA0])])
    let configuration = try two()
    #expect(throws: ADS1x15.Failure.part(expected: .ads1115)) {
      try ADS1x15.setUp(configuration, on: &bus)
    }
  }

  @Test func theScheduleReadsWhatTheTurnBeforeStarted() throws {
    let exchanges = ADS1x15.exchanges(for: try two())
    let read = [[0x01], [0x00]] as [[UInt8]]
    let starts =
      [[0x01, 0xC3, 0xEB], [0x01, 0xD3, 0xEB], [0x01, 0xC3, 0xEF], [0x01, 0xD3, 0xEF]]
      as [[UInt8]]
    #expect(exchanges.map(\.exchange.request) == starts.flatMap { read + [$0] })
    #expect(exchanges.map(\.turn) == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3])
    #expect(exchanges.allSatisfy { $0.interval == 4 && $0.exchange.address == 0x49 })
    #expect(exchanges.map(\.exchange.replyCount) == [2, 2, 0, 2, 2, 0, 2, 2, 0, 2, 2, 0])
  }

  /// 1/860 s and 10 %, 1/3300 s and 10 %, 1/8 s and 10 %, each with 25 µs.
  @Test func turnsAreAConversionApart() throws {
    let inputs = [ADS1x15.Input("a", .ain0)]
    func micros(_ part: ADS1x15.Part, _ rate: Int?) throws -> Double {
      try ADS1x15.Configuration(part: part, inputs: inputs, samplesPerSecond: rate)
        .leastTurn.microseconds
    }
    #expect(abs(try micros(.ads1115, nil) - 1304.07) < 0.01)
    #expect(abs(try micros(.ads1015, nil) - 358.33) < 0.01)
    #expect(try micros(.ads1115, 8) == 137_525)
  }

  @Test func channelsAndWatch() throws {
    let divider = ADS1x15.Divider(supplyVolts: 3.3, resistorOhms: 10_000)
    let configuration = try ADS1x15.Configuration(
      part: .ads1015,
      inputs: [
        ADS1x15.Input("tip", .ain2, divider: divider), ADS1x15.Input("pair", .ain0ToAin1),
      ])
    let channels = ADS1x15.channels(for: configuration)
    #expect(channels.map(\.name) == ["tip", "pair", "schedule"])
    #expect(channels.map(\.unit) == [.siemens, .volt, .one])
    #expect(channels[0].range == 0...0.0099)
    #expect(channels[1].range == -4.096...4.096)
    let watch = ADS1x15.watch(for: configuration)
    #expect(watch.exchange == Exchange(address: 0x48, request: [0x02], replyCount: 2))
    #expect(watch.expected == [0xA5, 0xA0])  // an ADS1015 keeps twelve bits
  }

  @Test func impossibleConfigurationsAreRefused() {
    let one = [ADS1x15.Input("a", .ain0)]
    #expect(throws: ADS1x15.ConfigurationError.address(0x4C)) {
      try ADS1x15.Configuration(part: .ads1115, address: 0x4C, inputs: one)
    }
    #expect(throws: ADS1x15.ConfigurationError.inputs(0)) {
      try ADS1x15.Configuration(part: .ads1115, inputs: [])
    }
    #expect(throws: ADS1x15.ConfigurationError.repeated("b")) {
      try ADS1x15.Configuration(part: .ads1115, inputs: one + [ADS1x15.Input("b", .ain0)])
    }
    #expect(throws: ADS1x15.ConfigurationError.samplesPerSecond(3300, .ads1115)) {
      try ADS1x15.Configuration(part: .ads1115, inputs: one, samplesPerSecond: 3300)
    }
    let divider = ADS1x15.Divider(supplyVolts: 5, resistorOhms: 10_000)
    #expect(throws: ADS1x15.ConfigurationError.divider("a", fullScale: .volts4_096)) {
      try ADS1x15.Configuration(
        part: .ads1115, inputs: [ADS1x15.Input("a", .ain0, divider: divider)])
    }
    let pair = ADS1x15.Input(
      "p", .ain0ToAin1, divider: ADS1x15.Divider(supplyVolts: 3.3, resistorOhms: 1000))
    #expect(throws: ADS1x15.ConfigurationError.divider("p", fullScale: .volts4_096)) {
      try ADS1x15.Configuration(part: .ads1115, inputs: [pair])
    }
  }

  // MARK: Conversion

  /// SBAS444 table 3: LSB sizes 187.5, 125, 62.5, 31.25, 15.625 and 7.8125 µV.
  @Test(
    arguments: zip(
      ADS1x15.FullScale.allCases,
      [187.5e-6, 125e-6, 62.5e-6, 31.25e-6, 15.625e-6, 7.8125e-6]))
  func oneCount(_ fullScale: ADS1x15.FullScale, volts: Double) {
    #expect(abs(ADS1x15.volts(counts: 1, fullScaleVolts: fullScale.volts) - volts) < 1e-15)
    #expect(abs(ADS1x15.volts(counts: -1, fullScaleVolts: fullScale.volts) + volts) < 1e-15)
    // One step of an ADS1015 is sixteen of these.
    #expect(abs(ADS1x15.volts(counts: 16, fullScaleVolts: fullScale.volts) - 16 * volts) < 1e-14)
  }

  @Test func aDividerGivesTheConductance() {
    // 1.1 V of 3.3 V over 10 kOhm: the sensor at the supply has 20 kOhm, at ground 5 kOhm.
    func siemens(_ atSupply: Bool) -> Double {
      ADS1x15.conductance(
        volts: 1.1, supplyVolts: 3.3, resistorOhms: 10_000, sensorIsAtSupply: atSupply)
    }
    #expect(abs(siemens(true) - 1 / 20_000.0) < 1e-15)
    #expect(abs(siemens(false) - 1 / 5_000.0) < 1e-15)
  }

  // MARK: Decoder

  /// One input, of an ADS1115 unless told, and its schedule.
  private func bench(_ part: ADS1x15.Part = .ads1115, divider: ADS1x15.Divider? = nil) throws
    -> DecoderBench
  {
    let configuration = try ADS1x15.Configuration(
      part: part, inputs: [ADS1x15.Input("a", .ain0, divider: divider)])
    return DecoderBench(ADS1x15.Decoder(configuration), channels: 2)
  }

  @Test func aConversionIsBelievedWhenTheTurnBeforeWasIdle() throws {
    var bench = try self.bench()
    #expect(bench.decode([0xC3, 0xEF], exchange: 0) == .notReady)
    #expect(bench.decode([0x40, 0x00], exchange: 1) == .notReady)
    #expect(bench.values[0] == DecoderBench.old)
    #expect(!bench.health[0])
    #expect(bench.decode([0xC3, 0xEB], exchange: 3) == [])
    #expect(bench.decode([0x40, 0x00], exchange: 4) == [])
    #expect(bench.values[0] == 2.048)
    #expect(bench.health[0])
  }

  @Test(
    "what cannot be believed loses its health and keeps its number",
    arguments: [
      ([0x7F, 0xFF], .clipped), ([0x80, 0x00], .clipped), ([0x40], .invalid), ([], .invalid),
    ] as [([UInt8], SensorFlags)])
  func refuses(_ conversion: [UInt8], _ flags: SensorFlags) throws {
    var bench = try self.bench()
    #expect(bench.run(conversion) == flags)
    #expect(bench.values[0] == DecoderBench.old)
    #expect(!bench.health[0])
  }

  @Test(arguments: [([0x00, 0x00], 0), ([0xFF, 0xFF], -125e-6)] as [([UInt8], Double)])
  func zeroAndMinusOneAreNumbers(_ conversion: [UInt8], volts: Double) throws {
    var bench = try self.bench()
    #expect(bench.run(conversion) == [])
    #expect(abs(bench.values[0] - volts) < 1e-15)
    #expect(bench.health[0])
  }

  @Test(
    arguments: [
      ([0x7F, 0xF0], .clipped), ([0x40, 0x01], .invalid), ([0x7F, 0xE0], []),
    ] as [([UInt8], SensorFlags)])
  func anADS1015HasTwelveBits(_ conversion: [UInt8], _ flags: SensorFlags) throws {
    var bench = try self.bench(.ads1015)
    #expect(bench.run(conversion, dr: 0xC0) == flags)
    #expect(bench.health[0] == flags.isEmpty)
  }

  @Test(
    "CONFIG that is not what the last turn wrote",
    arguments: [
      ([0x43, 0xEB], .notReady),  // still converting
      ([0xC3, 0xEF], .notReady),  // the start of the last turn was not heard
      ([0xD3, 0xEB], .notReady),  // another input
      ([0x85, 0x83], .wasReset), ([0x00, 0x00], .invalid), ([0xFF, 0xFF], .invalid),
      ([0xC3], .invalid),
    ] as [([UInt8], SensorFlags)])
  func anotherStateIsRefused(_ state: [UInt8], _ flags: SensorFlags) throws {
    var bench = try self.bench()
    #expect(bench.run([0x40, 0x00]) == [])
    #expect(bench.decode([0xC3, 0xEF], exchange: 0) == [])
    #expect(bench.decode([0x20, 0x00], exchange: 1) == [])
    #expect(bench.decode(state, exchange: 3) == flags)
    #expect(bench.decode([0x10, 0x00], exchange: 4) == .notReady)
    #expect(bench.values[0] == 1.024)
    #expect(!bench.health[0])
  }

  /// The chip ignored the start of the busy turn, but took its settings.
  @Test func theTurnAfterABusyOneIsRefusedToo() throws {
    var bench = try self.bench()
    #expect(bench.run([0x40, 0x00]) == [])
    #expect(bench.decode([0x43, 0xEF], exchange: 0) == .notReady)
    _ = bench.decode([0x10, 0x00], exchange: 1)
    #expect(bench.decode([0xC3, 0xEB], exchange: 3) == .notReady)
    #expect(bench.decode([0x10, 0x00], exchange: 4) == .notReady)
    #expect(bench.decode([0xC3, 0xEF], exchange: 0) == [])
    #expect(bench.decode([0x10, 0x00], exchange: 1) == [])
    #expect(bench.values[0] == 0.512)
  }

  @Test func aDividerClipsAtTheRail() throws {
    let divider = ADS1x15.Divider(supplyVolts: 3.3, resistorOhms: 10_000)
    var bench = try self.bench(divider: divider)
    // 1.1 V is 8800 counts of 125 µV.
    #expect(bench.run([0x22, 0x60]) == [])
    #expect(abs(bench.values[0] - 5e-5) < 1e-15)
    var floor = try self.bench(divider: divider)
    #expect(floor.run([0xFF, 0xFE]) == [])
    #expect(floor.values[0] == 0)
    var rail = try self.bench(divider: divider)
    #expect(rail.run([0x66, 0x80]) == .clipped)  // 3.28 V
    #expect(!rail.health[0])
  }
}

extension DecoderBench {
  /// Two turns of one input whose CONFIG is right; only the second may be believed. 0x43xF: AIN0,
  /// ±4.096 V.
  fileprivate mutating func run(_ conversion: [UInt8], dr: UInt8 = 0xE0) -> SensorFlags {
    _ = decode([0xC3, dr | 0x0F], exchange: 0)
    _ = decode([0x12, 0x30], exchange: 1)
    _ = decode([], exchange: 2)
    let flags = decode([0xC3, dr | 0x0B], exchange: 3)
    return flags.and(decode(conversion, exchange: 4))
  }
}
