import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("MPR121")
struct MPR121Tests {
  /// Thresholds of twelve electrodes, 12 and 6.
  static let thresholds = (0..<12).flatMap { _ in [0x0C, 0x06] as [UInt8] }
  static let filters: [UInt8] = [0x01, 0x01, 0x0E, 0, 0x01, 0x05, 0x01, 0, 0, 0, 0]

  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x5A, write: [0x80, 0x63]),
    .pause(atLeast: .milliseconds(1)),
    .transfer(0x5A, write: [0x5C], reply: [0x10, 0x24]),
    .transfer(0x5A, write: [0x5E, 0x00]),
    .transfer(0x5A, write: [0x01], reply: [0x00]),
    .transfer(0x5A, write: [0x2B] + filters),
    .transfer(0x5A, write: [0x41] + thresholds),
    .transfer(0x5A, write: [0x5B, 0x00, 0x10, 0x20]),
    .transfer(0x5A, write: [0x7B, 0x0D, 0x00]),
    // AN3889 at 3.3 V: 201.7, 65 % and 90 % of it.
    .transfer(0x5A, write: [0x7D, 201, 131, 181]),
    .transfer(0x5A, write: [0x2B], reply: filters),
    .transfer(0x5A, write: [0x41], reply: thresholds),
    .transfer(0x5A, write: [0x5B], reply: [0x00, 0x10, 0x20]),
    .transfer(0x5A, write: [0x7B], reply: [0x0D, 0x00]),
    .transfer(0x5A, write: [0x7D], reply: [201, 131, 181]),
    .transfer(0x5A, write: [0x5E, 0xCC]),
    .pause(atLeast: .milliseconds(20)),
    .pause(atLeast: .milliseconds(4)),
    .transfer(0x5A, write: [0x00], reply: [0, 0, 0, 0]),
    .transfer(0x5A, write: [0x5E], reply: [0xCC]),
  ]

  static let transfers = script.indices.filter { script[$0].isTransfer }

  @Test func setUpConfiguresInStopModeAndReadsBack() throws {
    var bus = ScriptedI2CBus(Self.script)
    try MPR121.setUp(try MPR121.Configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test(
    "a missing acknowledge is reported with its step",
    arguments: zip(
      0..<17,
      [
        MPR121.Step.reset, .identify, .stop, .inspect, .configure, .configure, .configure,
        .configure, .configure, .verify, .verify, .verify, .verify, .verify, .start, .inspect,
        .verify,
      ]))
  func noAcknowledge(at count: Int, step: MPR121.Step) throws {
    let index = Self.transfers[count]
    let error = BusError(.noAcknowledge, errno: 121)
    var bus = ScriptedI2CBus(
      Array(Self.script[..<index]) + [Self.script[index].failing(with: error)])
    let configuration = try MPR121.Configuration()
    #expect(throws: MPR121.Failure.bus(error, step: step)) {
      try MPR121.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten)
  }

  @Test(arguments: [[0x00, 0x00], [0xFF, 0xFF], [0x10, 0x20]] as [[UInt8]])
  func anotherChipIsRefused(_ reply: [UInt8]) throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<2]) + [.transfer(0x5A, write: [0x5C], reply: reply)])
    let configuration = try MPR121.Configuration()
    #expect(
      throws: MPR121.Failure.identity(configuration1: reply[0], configuration2: reply[1])
    ) { try MPR121.setUp(configuration, on: &bus) }
  }

  @Test func anOvercurrentIsClearedOnceAndThenReported() throws {
    let begin = Array(Self.script[..<4])
    let clear: [ScriptedI2CBus.Step] = [
      .transfer(0x5A, write: [0x01], reply: [0x80]), .transfer(0x5A, write: [0x01, 0x80]),
    ]
    let configuration = try MPR121.Configuration()
    var cured = ScriptedI2CBus(
      begin + clear + [.transfer(0x5A, write: [0x01], reply: [0x00])] + Self.script[5...])
    try MPR121.setUp(configuration, on: &cured)
    #expect(cured.isAsWritten, "\(cured.mismatches)")
    var stays = ScriptedI2CBus(
      begin + clear + [.transfer(0x5A, write: [0x01], reply: [0x80])])
    #expect(throws: MPR121.Failure.overcurrent) {
      try MPR121.setUp(configuration, on: &stays)
    }
    var later = ScriptedI2CBus(
      Array(Self.script[..<18]) + [.transfer(0x5A, write: [0x00], reply: [0, 0x80, 0, 0])])
    #expect(throws: MPR121.Failure.overcurrent) {
      try MPR121.setUp(configuration, on: &later)
    }
  }

  @Test func electrodesWithoutAChargeAreNamed() throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<18]) + [
        .transfer(0x5A, write: [0x00], reply: [0, 0, 0x05, 0x88])
      ])
    let configuration = try MPR121.Configuration()
    let failure = #expect(throws: MPR121.Failure.self) {
      try MPR121.setUp(configuration, on: &bus)
    }
    #expect(failure == .autoConfiguration(outOfRange: 0x0805))
    #expect(failure?.description.contains("electrodes 0, 2, 11;") == true)
  }

  @Test func aThresholdThatDoesNotStayIsRefused() throws {
    var wrong = Self.thresholds
    wrong[7] = 0
    var bus = ScriptedI2CBus(
      Array(Self.script[..<11]) + [.transfer(0x5A, write: [0x41], reply: wrong)])
    let configuration = try MPR121.Configuration()
    #expect(throws: MPR121.Failure.readBack(register: .thresholds, wrote: 6, read: 0)) {
      try MPR121.setUp(configuration, on: &bus)
    }
  }

  @Test func impossibleConfigurationsAreRefused() {
    #expect(throws: MPR121.ConfigurationError.address(0x5E)) {
      try MPR121.Configuration(address: 0x5E)
    }
    #expect(throws: MPR121.ConfigurationError.electrodes(13)) {
      try MPR121.Configuration(electrodes: 13)
    }
    #expect(throws: MPR121.ConfigurationError.thresholds(touch: 6, release: 6)) {
      try MPR121.Configuration(touchThreshold: 6, releaseThreshold: 6)
    }
    #expect(throws: MPR121.ConfigurationError.debounce(8)) {
      try MPR121.Configuration(debounce: 8)
    }
    #expect(throws: MPR121.ConfigurationError.measurementInterval(.milliseconds(3))) {
      try MPR121.Configuration(measurementInterval: .milliseconds(3))
    }
    #expect(throws: MPR121.ConfigurationError.supply(volts: 5)) {
      try MPR121.Configuration(supplyVolts: 5)
    }
  }

  @Test func exchangeWatchAndChannels() throws {
    let configuration = try MPR121.Configuration(
      address: 0x5B, electrodes: 3, measurementInterval: .milliseconds(16))
    #expect(
      MPR121.exchanges(for: configuration) == [
        CyclicExchange(Exchange(address: 0x5B, request: [0x00], replyCount: 10))
      ])
    #expect(configuration.leastTurn == .milliseconds(64))
    #expect(MPR121.watch(for: configuration).expected == [0xC3])
    let channels = MPR121.channels(for: configuration)
    #expect(
      channels.map(\.name) == [
        "electrode_0", "electrode_1", "electrode_2", "touched_0", "touched_1", "touched_2",
      ])
    #expect(channels[0].range == 0...1023)
    // devices.md 0.1: touch, out of range and twelve electrodes.
    #expect(MPR121.exchanges(for: try MPR121.Configuration())[0].exchange.clocks == 282)
  }

  // MARK: Decoder

  private func bench() -> DecoderBench {
    DecoderBench(MPR121.Decoder(electrodes: 2), channels: 4)
  }

  @Test func electrodesAndTouches() {
    var bench = self.bench()
    #expect(bench.decode([0x02, 0x00, 0, 0, 0x5C, 0x02, 0x00, 0x01]) == [])
    #expect(bench.values == [604, 256, 0, 1])  // 604: golden mpr121_adafruit_idle
    #expect(bench.health == [true, true, true, true])
  }

  @Test(
    "a reply that means nothing",
    arguments: [
      ([], .invalid), ([0, 0, 0, 0, 0x5C, 0x02], .invalid),
      ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .invalid),
      ([0, 0, 0, 0, 0, 0, 0, 0], [.invalid, .wasReset]),
      ([0x03, 0x80, 0, 0, 0x5C, 0x02, 0x5C, 0x02], .deviceFault),
    ] as [([UInt8], SensorFlags)])
  func refuses(_ reply: [UInt8], _ flags: SensorFlags) {
    var bench = self.bench()
    _ = bench.decode([0x01, 0x00, 0, 0, 0x5C, 0x02, 0x5C, 0x02])
    #expect(bench.decode(reply) == flags)
    #expect(bench.values == [604, 604, 1, 0])
    #expect(bench.health == [false, false, false, false])
  }

  @Test(
    "an electrode that means nothing takes only itself",
    arguments: [
      ([0, 0, 0x02, 0x00, 0x5C, 0x02, 0x5C, 0x02], .deviceFault),
      ([0, 0, 0, 0, 0x5C, 0x02, 0xFF, 0x03], .clipped),
      ([0, 0, 0, 0, 0x5C, 0x02, 0x00, 0x00], .clipped),
    ] as [([UInt8], SensorFlags)])
  func oneElectrode(_ reply: [UInt8], _ flags: SensorFlags) {
    var bench = self.bench()
    #expect(bench.decode(reply) == flags)
    #expect(bench.health == [true, false, true, false])
    #expect(bench.values == [604, DecoderBench.old, 0, DecoderBench.old])
  }

  @Test func aFailedSearchIsReported() {
    var bench = self.bench()
    #expect(bench.decode([0, 0, 0, 0x40, 0x5C, 0x02, 0x5C, 0x02]) == .deviceFault)
    #expect(bench.health == [true, true, true, true])
  }

  @Test func conversions() {
    #expect(MPR121.filtered(low: 0x5C, high: 0x02) == 604)
    #expect(MPR121.filtered(low: 0xFF, high: 0xFF) == 1023)
    #expect(MPR121.baseline(byte: 0x96) == 600)
    #expect(MPR121.touched(low: 0x21, high: 0x1A) == 0x0A21)
    #expect(MPR121.touched(low: 0x21, high: 0x80) == nil)
  }
}
