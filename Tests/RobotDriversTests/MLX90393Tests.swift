import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("MLX90393")
struct MLX90393Tests {
  /// OSR 0, DIG_FILT 2, 1x, RES 0 at 0x0C, with temperature. CONF0 keeps its bit 9, CONF1 its bits
  /// 14...13.
  static let script: [ScriptedI2CBus.Step] = {
    var script: [ScriptedI2CBus.Step] = []
    script.append(.transfer(0x0C, write: [0x80], reply: [0x07]))
    script.append(.pause(atLeast: .milliseconds(1)))
    script.append(.transfer(0x0C, write: [0xF0], reply: [0x07]))
    script.append(.pause(atLeast: .microseconds(1500)))
    script.append(.transfer(0x0C, write: [0x50, 0x90], reply: [0x04, 0xB6, 0x68]))
    for (register, before, after) in settings {
      script.append(.transfer(0x0C, write: [0x50, register << 2], reply: [0x00] + before))
      script.append(.transfer(0x0C, write: [0x60] + after + [register << 2], reply: [0x00]))
    }
    for (register, _, after) in settings {
      script.append(.transfer(0x0C, write: [0x50, register << 2], reply: [0x00] + after))
    }
    script.append(.transfer(0x0C, write: [0x3F], reply: [0x23]))
    script.append(.pause(atLeast: .microseconds(2020)))
    return script
  }()

  /// Register, what the factory left, what the driver makes of it.
  static let settings: [(UInt8, [UInt8], [UInt8])] = [
    (0x00, [0x02, 0x4C], [0x02, 0x7C]), (0x01, [0x60, 0x00], [0x63, 0xC0]),
    (0x02, [0x00, 0x00], [0x00, 0x08]), (0x04, [0x12, 0x34], [0x00, 0x00]),
    (0x05, [0x00, 0x00], [0x00, 0x00]), (0x06, [0x00, 0x00], [0x00, 0x00]),
  ]

  /// The transfers of the script by their places in it.
  static let transfers = script.indices.filter { script[$0].isTransfer }

  private func configuration(mode: MLX90393.Mode = .single) throws -> MLX90393.Configuration {
    try MLX90393.Configuration(address: 0x0C, mode: mode)
  }

  @Test func setUpWritesOnlyTheDriversBitsAndReadsBack() throws {
    var bus = ScriptedI2CBus(Self.script)
    _ = try MLX90393.setUp(try configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test("a missing acknowledge is reported with its step", arguments: 0..<22)
  func noAcknowledge(at count: Int) throws {
    let index = Self.transfers[count]
    let step: MLX90393.Step =
      switch count {
      case 0: .exit
      case 1: .reset
      case 2: .identify
      case 3..<15: .configure
      case 15..<21: .verify
      default: .start
      }
    let error = BusError(.noAcknowledge, errno: 121)
    var bus = ScriptedI2CBus(
      Array(Self.script[..<index]) + [Self.script[index].failing(with: error)])
    let configuration = try configuration()
    #expect(throws: MLX90393.Failure.bus(error, step: step)) {
      try MLX90393.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten)
  }

  @Test(arguments: [0x0000, 0xEFFF + 1, 0x7FFF] as [UInt16])
  func anotherChipIsRefused(_ reference: UInt16) throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<4]) + [
        .transfer(
          0x0C, write: [0x50, 0x90],
          reply: [0x00, UInt8(reference >> 8), UInt8(reference & 0xFF)])
      ])
    let configuration = try configuration()
    #expect(throws: MLX90393.Failure.identity(temperatureReference: reference)) {
      try MLX90393.setUp(configuration, on: &bus)
    }
  }

  @Test func anErrorStatusIsRefused() throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<6]) + [
        .transfer(0x0C, write: [0x60, 0x02, 0x7C, 0x00], reply: [0x10])
      ])
    let configuration = try configuration()
    #expect(throws: MLX90393.Failure.refused(status: 0x10, step: .configure)) {
      try MLX90393.setUp(configuration, on: &bus)
    }
  }

  @Test(arguments: [0x00, 0x03, 0x30, 0xFF] as [UInt8])
  func aMeasurementThatDoesNotStartIsRefused(_ status: UInt8) throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<Self.transfers[21]]) + [
        .transfer(0x0C, write: [0x3F], reply: [status])
      ])
    let configuration = try configuration()
    #expect(throws: MLX90393.Failure.notStarted(status: status)) {
      try MLX90393.setUp(configuration, on: &bus)
    }
  }

  // MARK: Configuration

  /// Datasheet, "Timing Specifications" [ms], by DIG_FILT and OSR.
  @Test(
    arguments: [
      (0, [1.27, 1.84, 3.00, 5.30]), (1, [1.46, 2.23, 3.76, 6.84]),
      (2, [1.84, 3.00, 5.30, 9.91]), (3, [2.61, 4.53, 8.37, 16.05]),
      (4, [4.15, 7.60, 14.52, 28.34]), (5, [7.22, 13.75, 26.80, 52.92]),
      (6, [13.36, 26.04, 51.38, 102.07]), (7, [25.65, 50.61, 100.53, 200.37]),
    ] as [(Int, [Double])])
  func conversionTimes(filter: Int, milliseconds: [Double]) {
    for (oversampling, expected) in milliseconds.enumerated() {
      let time = MLX90393.conversionTime(oversampling: oversampling, filter: filter)
      #expect(abs(time.microseconds / 1000 - expected) < 0.006)
    }
  }

  @Test func turnsAreAMeasurementApart() throws {
    #expect(try configuration().leastTurn == TimeSpan(nanoseconds: 2_027_300))  // 1.843 ms and 10 %
    #expect(try configuration(mode: .burst).leastTurn == .zero)
  }

  @Test func impossibleConfigurationsAreRefused() {
    #expect(throws: MLX90393.ConfigurationError.address(0x03)) {
      try MLX90393.Configuration(address: 0x03)
    }
    #expect(throws: MLX90393.ConfigurationError.range) {
      try MLX90393.Configuration(address: 0x0C, filter: 8)
    }
    for (oversampling, filter) in [(0, 0), (0, 1), (1, 0)] {
      #expect(
        throws: MLX90393.ConfigurationError.filter(oversampling: oversampling, filter: filter)
      ) {
        try MLX90393.Configuration(address: 0x0C, oversampling: oversampling, filter: filter)
      }
    }
    #expect(throws: MLX90393.ConfigurationError.compensation) {
      try MLX90393.Configuration(address: 0x0C, resolutionZ: .res2, isCompensated: true)
    }
  }

  @Test func exchangesByMode() throws {
    let single = MLX90393.exchanges(for: try configuration())
    #expect(single.map(\.exchange.request) == [[0x4F], [0x3F]])
    #expect(single.map(\.exchange.replyCount) == [9, 1])
    #expect(single.map { $0.exchange.clocks } == [111, 39])  // devices.md 0.1: t+xyz
    let burst = MLX90393.exchanges(
      for: try MLX90393.Configuration(address: 0x10, readsTemperature: false, mode: .burst))
    #expect(
      burst == [CyclicExchange(Exchange(address: 0x10, request: [0x4E], replyCount: 7))])
  }

  @Test func theWatchReadsBurstSel() throws {
    let watch = MLX90393.watch(for: try configuration())
    #expect(watch.exchange == Exchange(address: 0x0C, request: [0x50, 0x04], replyCount: 3))
    #expect(watch.expected == [0x00, 0x03, 0xC0])
    #expect(watch.mask == [0x10, 0x1F, 0xFF])
  }

  @Test func channels() throws {
    let channels = MLX90393.channels(
      for: try MLX90393.Configuration(address: 0x0C, gain: .times5, resolutionZ: .res3))
    #expect(channels.map(\.name) == ["field_x", "field_y", "field_z", "temperature"])
    #expect(channels.map(\.unit) == [.tesla, .tesla, .tesla, .celsius])
    #expect(abs(channels[0].range.upperBound - 24608.017e-6) < 1e-9)  // 32767 · 0.751 µT
    #expect(abs(channels[2].range.upperBound - 106480e-6) < 1e-9)  // 11000 · 9.680 µT
  }

  // MARK: Conversion

  @Test(
    arguments: [
      (.signed, 0x0000, 0), (.signed, 0xFFFF, -1), (.signed, 0x7FFF, 32767),
      (.from8000, 0x8000, 0), (.from8000, 0x0000, -32768), (.from4000, 0x4000, 0),
      (.from4000, 0xFFFF, 49151), (.compensated, 0x8001, 1),
    ] as [(MLX90393.Coding, UInt16, Int)])
  func counts(_ coding: MLX90393.Coding, _ word: UInt16, _ counts: Int) {
    #expect(coding.counts(word) == counts)
  }

  @Test func sensitivity() {
    func xy(_ gain: MLX90393.Gain, _ resolution: MLX90393.Resolution) -> Double {
      MLX90393.teslaPerCountXY(gain: gain, resolution: resolution)
    }
    #expect(abs(xy(.times1, .res0) - 0.150e-6) < 1e-15)
    #expect(abs(xy(.times5, .res0) - 0.751e-6) < 1e-15)
    #expect(abs(xy(.times2_5, .res2) - 1.502e-6) < 1e-15)
    #expect(
      abs(MLX90393.teslaPerCountZ(gain: .times5, resolution: .res0) - 1.210e-6) < 1e-15)
    #expect(
      abs(MLX90393.teslaPerCountZ(gain: .times1_333, resolution: .res3) - 2.581e-6) < 1e-15)
  }

  @Test func temperature() {
    #expect(MLX90393.celsius(counts: 0xB668, reference: 0xB668) == 35)
    #expect(abs(MLX90393.celsius(counts: 0xB668 - 452, reference: 0xB668) - 25) < 1e-12)
  }

  // MARK: Decoder

  private func bench(_ mode: MLX90393.Mode = .single, res: MLX90393.Resolution = .res0) throws
    -> DecoderBench
  {
    let configuration = try MLX90393.Configuration(
      address: 0x0C, resolutionXY: res, resolutionZ: res, mode: mode)
    return DecoderBench(
      MLX90393.Decoder(configuration, temperatureReference: 0xB668), channels: 4)
  }

  @Test func aMeasurement() throws {
    var bench = try self.bench()
    #expect(bench.decode([0x03, 0xB6, 0x68, 0x00, 0x64, 0xFF, 0x9C, 0x03, 0xE8]) == [])
    #expect(abs(bench.values[0] - 15e-6) < 1e-15)
    #expect(abs(bench.values[1] + 15e-6) < 1e-15)
    #expect(abs(bench.values[2] - 242e-6) < 1e-15)
    #expect(bench.values[3] == 35)
    #expect(bench.health == [true, true, true, true])
  }

  @Test(
    "a reply that means nothing",
    arguments: [
      ([], .invalid), ([0x03, 0xB6, 0x68], .invalid),
      ([0, 0, 0, 0, 0, 0, 0, 0, 0], .invalid),
      ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .invalid),
      ([0x02, 0xB6, 0x68, 0, 1, 0, 1, 0, 1], .invalid),  // three words, not four
      ([0x07, 0xB6, 0x68, 0, 1, 0, 1, 0, 1], .wasReset),
    ] as [([UInt8], SensorFlags)])
  func refuses(_ reply: [UInt8], _ flags: SensorFlags) throws {
    var bench = try self.bench()
    _ = bench.decode([0x03, 0xB6, 0x68, 0, 0, 0, 0, 0, 0])
    #expect(bench.decode(reply) == flags)
    #expect(bench.values == [0, 0, 0, 35])
    #expect(bench.health == [false, false, false, false])
  }

  @Test func errorMeansNothingNew() throws {
    var bench = try self.bench()
    _ = bench.decode([0x03, 0xB6, 0x68, 0, 0, 0, 0, 0, 0])
    #expect(bench.decode([0x33, 0xB6, 0x68, 0, 9, 0, 9, 0, 9]) == .notReady)
    #expect(bench.values == [0, 0, 0, 35])
    #expect(bench.health == [true, true, true, true])
  }

  @Test(
    "an end of the range is clipped",
    arguments: [
      (.res0, 0x7FFF, false), (.res0, 0x8000, false), (.res0, 0x8002, true),
      (.res2, 0x8000 + 22000, false), (.res2, 0x8000 - 21999, true),
      (.res3, 0x4000 - 11000, false), (.res3, 0x4000 + 10999, true),
    ] as [(MLX90393.Resolution, UInt16, Bool)])
  func clipping(_ resolution: MLX90393.Resolution, _ word: UInt16, isHealthy: Bool) throws {
    var bench = try self.bench(res: resolution)
    let bytes = [UInt8(word >> 8), UInt8(word & 0xFF)]
    let flags = bench.decode([0x03, 0xB6, 0x68] + bytes + [0x40, 0x00, 0x40, 0x00])
    #expect(bench.health[0] == isHealthy)
    #expect(flags.has(.clipped) != isHealthy)
    #expect((bench.values[0] == DecoderBench.old) != isHealthy)
  }

  @Test func aCorrectedMemoryIsWeak() throws {
    var bench = try self.bench()
    #expect(bench.decode([0x0B, 0xB6, 0x68, 0, 0, 0, 0, 0, 0]) == .weak)
    #expect(bench.health == [true, true, true, true])
  }

  @Test func aBurstThatEndedIsALostChip() throws {
    var bench = try self.bench(.burst)
    #expect(bench.decode([0x83, 0xB6, 0x68, 0, 1, 0, 1, 0, 1]) == [])
    #expect(bench.decode([0x93, 0xB6, 0x68, 0, 1, 0, 1, 0, 1]) == .notReady)
    #expect(bench.health == [true, true, true, true])
    #expect(bench.decode([0x13, 0xB6, 0x68, 0, 1, 0, 1, 0, 1]) == .wasReset)
    #expect(bench.health == [false, false, false, false])
  }

  @Test(
    arguments: [
      ([0x23], []), ([0x30], .notReady), ([0x00], .notReady), ([0xFF], .notReady),
      ([0x27], .wasReset), ([], .notReady),
    ] as [([UInt8], SensorFlags)])
  func theStartOfTheNext(_ reply: [UInt8], _ flags: SensorFlags) throws {
    var bench = try self.bench()
    #expect(bench.decode(reply, exchange: 1) == flags)
  }
}
