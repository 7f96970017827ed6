import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("INA226")
struct INA226Tests {
  /// 4 averages (AVG = 1), 588 µs (CT = 3), continuous: 0x4000 + 0x0200 + 0x00C0 + 0x0018 + 7.
  /// 20 A over 2 mΩ: 0.00512 / (20 / 32768 · 0.002) = 4194.3 -> 0x1062.
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x44, write: [0xFE], reply: [0x54, 0x49]),
    .transfer(0x44, write: [0xFF], reply: [0x22, 0x60]),
    .transfer(0x44, write: [0x00, 0x80, 0x00]),
    .transfer(0x44, write: [0x05, 0x10, 0x62]),
    .transfer(0x44, write: [0x00, 0x42, 0xDF]),
    .transfer(0x44, write: [0x00], reply: [0x42, 0xDF]),
    .transfer(0x44, write: [0x05], reply: [0x10, 0x62]),
  ]

  private func configuration() throws -> INA226.Configuration {
    try INA226.Configuration(
      address: 0x44, shuntOhms: 0.002, maximumCurrent: Current(amperes: 20))
  }

  @Test func setUpIdentifiesConfiguresAndLooks() throws {
    var bus = ScriptedI2CBus(Self.script)
    try INA226.setUp(configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  static let steps: [INA226.Step] = [
    .identify, .identify, .reset, .calibrate, .configure, .verify, .verify,
  ]

  @Test("a missing acknowledge is reported with its step", arguments: 0..<7)
  func noAcknowledge(at index: Int) throws {
    var bus = ScriptedI2CBus(Array(Self.script[..<index]) + [Self.script[index].failing()])
    let configuration = try configuration()
    #expect(throws: INA226.Failure.bus(BusError(.noAcknowledge), step: Self.steps[index])) {
      try INA226.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten)
  }

  @Test func aValueThatDoesNotStayIsRefused() throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<6]) + [.transfer(0x44, write: [0x05], reply: [0x00, 0x00])])
    let configuration = try configuration()
    #expect(
      throws: INA226.Failure.readBack(register: .calibration, wrote: 0x1062, read: 0x0000)
    ) {
      try INA226.setUp(configuration, on: &bus)
    }
  }

  @Test func anotherPartIsRefused() throws {
    // INA260: 0x5449, 0x2270.
    var bus = ScriptedI2CBus([
      .transfer(0x44, write: [0xFE], reply: [0x54, 0x49]),
      .transfer(0x44, write: [0xFF], reply: [0x22, 0x70]),
    ])
    let configuration = try configuration()
    #expect(throws: INA226.Failure.identity(manufacturer: 0x5449, die: 0x2270)) {
      try INA226.setUp(configuration, on: &bus)
    }
  }

  /// Counts from golden ina226_12V_positive and table 8 of the datasheet.
  @Test(
    arguments: [
      ([0x0F, 0xA0], 0.01, 5, true), ([0x00, 0x00], 0, 0, true),
      ([0xFF, 0xFF], -2.5e-6, -0.00125, true),
      ([0x7F, 0xFF], 0.0819175, 40.95875, false), ([0x80, 0x00], -0.08192, -40.96, false),
    ] as [([UInt8], Double, Double, Bool)])
  func decodesShunt(_ reply: [UInt8], volts: Double, amperes: Double, isValid: Bool) {
    let sample = INA226.decodeShunt(reply.span, shuntOhms: 0.002)
    #expect(abs(sample.volts - volts) < 1e-12)
    #expect(abs(sample.amperes - amperes) < 1e-9)
    #expect(sample.isValid == isValid)
  }

  @Test(
    arguments: [
      ([0x25, 0x80], 12, true), ([0x7F, 0xFF], 40.95875, true), ([0x00, 0x00], 0, true),
      ([0xFF, 0xFF], 40.95875, false), ([0x80, 0x00], 0, false),
    ] as [([UInt8], Double, Bool)])
  func decodesBus(_ reply: [UInt8], volts: Double, isValid: Bool) {
    let sample = INA226.decodeBus(reply.span)
    #expect(abs(sample.volts - volts) < 1e-9)
    #expect(sample.isValid == isValid)
  }

  @Test func aReplyOfAnotherLengthIsInvalid() {
    for reply: [UInt8] in [[], [0x25], [0x25, 0x80, 0x00]] {
      let bus = INA226.decodeBus(reply.span)
      let shunt = INA226.decodeShunt(reply.span, shuntOhms: 0.002)
      #expect(!bus.isValid && !shunt.isValid)
    }
  }

  @Test func calibrationOfTheDatasheetExample() {
    // TI SBOS547, 8.2: 1 mA steps, 2 mΩ -> 2560; golden: 0x0A00.
    #expect(INA226.calibration(currentLSB: 0.001, shuntOhms: 0.002) == 2560)
    #expect(INA226.calibration(currentLSB: 0.00512 / 32767, shuntOhms: 1) == 32767)
    #expect(INA226.calibration(currentLSB: 0.00512 / 32768, shuntOhms: 1) == nil)
    #expect(INA226.calibration(currentLSB: 1, shuntOhms: 1) == nil)
    #expect(INA226.calibration(currentLSB: .nan, shuntOhms: 1) == nil)
    #expect(INA226.calibration(currentLSB: 0, shuntOhms: 1) == nil)
  }

  @Test func boundsAreNamed() {
    #expect(throws: INA226.ConfigurationError.address(0x50)) {
      try INA226.Configuration(address: 0x50, shuntOhms: 0.002)
    }
    #expect(throws: INA226.ConfigurationError.shunt(ohms: 0)) {
      try INA226.Configuration(address: 0x40, shuntOhms: 0)
    }
    let amperes = Current(amperes: 50)
    let failure = #expect(throws: INA226.ConfigurationError.self) {
      try INA226.Configuration(address: 0x40, shuntOhms: 0.002, maximumCurrent: amperes)
    }
    #expect(failure?.description.contains("outside 0...40.96 A") == true)
  }

  @Test func exchangesReadOneRegisterEach() {
    #expect(INA226.shunt(at: 0x44) == Exchange(address: 0x44, request: [0x01], replyCount: 2))
    #expect(INA226.bus(at: 0x44) == Exchange(address: 0x44, request: [0x02], replyCount: 2))
    #expect(INA226.bus(at: 0x44).clocks == 48)  // devices.md 0.1
  }

  @Test func flagVoltageAndCurrentAreOneRegisterEach() throws {
    #expect(
      try INA226.exchanges(for: configuration()).map(\.exchange.request) == [
        [0x06], [0x02], [0x01],
      ])
    let channels = INA226.channels(for: try configuration())
    #expect(channels.map(\.name) == ["voltage", "current"])
    #expect(channels[1].range == -40.96...40.96)  // 81.92 mV over 2 mΩ
  }

  /// Four averages of twice 646 µs, the longest of 588.
  @Test func conversionsAreAwaited() throws {
    #expect(try configuration().leastTurn.microseconds == 5168)
  }

  /// Replies to MASK/ENABLE, the bus and the shunt.
  @Test(
    arguments: [
      (0, [0x00, 0x08], 0), (0, [0x00, 0x0C], 0), (0, [0x00, 0x04], 2), (0, [0x00, 0x00], 2),
      (0, [0xFF, 0xFF], 1), (0, [0x08], 1),
      (1, [0x25, 0x80], 0), (1, [0x7F, 0xFF], 4), (1, [0x80, 0x01], 1), (1, [0x00, 0x00], 1),
      (1, [0xFF, 0xFF], 1), (1, [0x25], 1),
      (2, [0x0F, 0xA0], 0), (2, [0x7F, 0xFF], 4), (2, [0x80, 0x00], 4), (2, [0x00, 0x00], 1),
      (2, [0xFF, 0xFF], 1), (2, [], 1),
    ] as [(Int, [UInt8], UInt16)])
  func decodes(exchange: Int, _ reply: [UInt8], flags: UInt16) throws {
    var bench = DecoderBench(INA226.Decoder(try configuration()), channels: 2)
    #expect(bench.decode(reply, exchange: exchange).rawValue == flags)
    #expect(bench[0] == (exchange == 1 && flags == 0 ? 12 : nil))
    #expect(bench[1].map { abs($0 - 5) < 1e-9 } == (exchange == 2 && flags == 0 ? true : nil))
  }

  @Test func aRestingMotorIsBelievedWhereTheVoltageIs() throws {
    var bench = DecoderBench(INA226.Decoder(try configuration()), channels: 2)
    _ = bench.decode([0x25, 0x80], exchange: 1)
    #expect(bench.decode([0x00, 0x00], exchange: 2).rawValue == 0)
    #expect(bench[1] == 0)
    _ = bench.decode([0x00, 0x00], exchange: 1)
    #expect(bench.decode([0x00, 0x00], exchange: 2).rawValue == 1)
    #expect(bench[1] == nil)
  }

  /// CONFIG after power-on is 0x4127.
  @Test func lostSettingsAreNoticedWhereverTheyDiffer() throws {
    let other = INA226.watch(for: try configuration())
    #expect(other.exchange == Exchange(address: 0x44, request: [0x00], replyCount: 2))
    #expect(other.agrees([0x42, 0xDF]) && !other.agrees([0x41, 0x27]))
    let same = INA226.watch(
      for: try INA226.Configuration(
        address: 0x44, shuntOhms: 0.002, maximumCurrent: Current(amperes: 20),
        averaging: .samples1, conversionTime: .microseconds1100))
    #expect(same.exchange == Exchange(address: 0x44, request: [0x05], replyCount: 2))
    #expect(same.agrees([0x10, 0x62]) && !same.agrees([0x00, 0x00]))
  }
}
