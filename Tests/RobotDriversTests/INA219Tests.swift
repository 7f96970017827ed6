import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("INA219")
struct INA219Tests {
  /// BRNG 32 V (1 << 13), PG /8 (3 << 11), four samples (0xA) for bus (<< 7) and shunt (<< 3),
  /// continuous (7): 0x2000 + 0x1800 + 0x0500 + 0x0050 + 7 = 0x3D57.
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x45, write: [0x00], reply: [0x39, 0x9F]),
    .transfer(0x45, write: [0x02], reply: [0x5D, 0xC2]),
    .transfer(0x45, write: [0x05], reply: [0x10, 0x00]),
    .transfer(0x45, write: [0x00, 0x80, 0x00]),
    .transfer(0x45, write: [0x00], reply: [0x39, 0x9F]),
    .transfer(0x45, write: [0x00, 0x3D, 0x57]),
    .transfer(0x45, write: [0x00], reply: [0x3D, 0x57]),
  ]
  static let steps: [INA219.Step] = [
    .identify, .identify, .identify, .reset, .identifyReset, .configure, .verify,
  ]

  private func setUp(_ script: [ScriptedI2CBus.Step]) throws {
    var bus = ScriptedI2CBus(script)
    defer { #expect(bus.isAsWritten, "\(bus.mismatches)") }
    try INA219.setUp(INA219.Configuration(address: 0x45, shuntOhms: 0.1), on: &bus)
  }

  @Test func setUpIdentifiesConfiguresAndLooks() throws { try setUp(Self.script) }

  @Test("a missing acknowledge is reported with its step", arguments: 0..<7)
  func noAcknowledge(at index: Int) {
    let failure = #expect(throws: INA219.Failure.self) {
      try setUp(Array(Self.script[..<index]) + [Self.script[index].failing()])
    }
    #expect(failure == .bus(BusError(.noAcknowledge), step: Self.steps[index]))
  }

  /// INA226 (0x4127) and INA260 (0x6127) by CONFIGURATION, an encoder by its zeros, nobody by ones, a
  /// PCA9685 with auto-increment (0x2004) by its sub-addresses (0xE2E4).
  @Test(
    "another part is refused before anything is written",
    arguments: [
      [[0x41, 0x27]], [[0x61, 0x27]], [[0x00, 0x00]], [[0xFF, 0xFF]],
      [[0x20, 0x04], [0xE2, 0xE4]], [[0x39, 0x9F], [0x5D, 0xC2], [0x10, 0x01]],
    ] as [[[UInt8]]])
  func anotherPartIsRefused(_ replies: [[UInt8]]) throws {
    let registers: [UInt8] = [0x00, 0x02, 0x05]
    let last = try #require(replies.last)
    let failure = #expect(throws: INA219.Failure.self) {
      try setUp(
        zip(registers, replies).map { .transfer(0x45, write: [$0], reply: $1) })
    }
    let names: [INA219.Register] = [.configuration, .busVoltage, .calibration]
    let read = UInt16(last[0]) << 8 | UInt16(last[1])
    #expect(failure == .identity(register: names[replies.count - 1], read: read))
  }

  @Test func aResetThatLeavesAnotherValueIsAnotherPart() {
    #expect(throws: INA219.Failure.identity(register: .configuration, read: 0x4127)) {
      try setUp(
        Array(Self.script[..<4]) + [.transfer(0x45, write: [0x00], reply: [0x41, 0x27])])
    }
  }

  @Test func aValueThatDoesNotStayIsRefused() {
    #expect(
      throws: INA219.Failure.readBack(register: .configuration, wrote: 0x3D57, read: 0x399F)
    ) {
      try setUp(
        Array(Self.script[..<6]) + [.transfer(0x45, write: [0x00], reply: [0x39, 0x9F])])
    }
  }

  @Test func noConfigurationIsThatOfPowerOn() throws {
    for shunt in INA219.ShuntRange.allCases {
      for bus in INA219.BusRange.allCases {
        for sampling in INA219.Sampling.allCases {
          let configuration = try INA219.Configuration(
            address: 0x40, shuntOhms: 0.1, shuntRange: shunt, busRange: bus, sampling: sampling)
          #expect(configuration.configurationRegister != 0x399F)
        }
      }
    }
  }

  @Test func boundsAreNamed() {
    #expect(throws: INA219.ConfigurationError.address(0x50)) {
      try INA219.Configuration(address: 0x50, shuntOhms: 0.1)
    }
    for ohms in [0, -0.1, 11, .nan] as [Double] {
      #expect(throws: INA219.ConfigurationError.self) {
        try INA219.Configuration(address: 0x40, shuntOhms: ohms)
      }
    }
  }

  private func bench(
    shunt: INA219.ShuntRange = .millivolts320, bus: INA219.BusRange = .volts32
  ) throws -> DecoderBench {
    let configuration = try INA219.Configuration(
      address: 0x45, shuntOhms: 0.1, shuntRange: shunt, busRange: bus)
    return DecoderBench(INA219.Decoder(configuration), channels: 2)
  }

  /// SBOS448: 12 V are 3000 counts of 4 mV, 0x5DC0; CNVR is bit 1.
  @Test(
    arguments: [
      ([0x5D, 0xC2], 12, 0), ([0x5D, 0xC3], 12, 0),  // OVF is not the voltage's
      ([0xBB, 0x82], 24, 0), ([0x00, 0x02], 0, 0),
      ([0x5D, 0xC0], nil, 2), ([0x5D, 0xC1], nil, 2),  // nothing new
      ([0xFA, 0x02], nil, 4),  // 32 V: the end of the range
      ([0x5D, 0xC6], nil, 1),  // bit 2
      ([0x00, 0x00], nil, 1), ([0xFF, 0xFF], nil, 1), ([0x5D], nil, 1),
    ] as [([UInt8], Double?, UInt16)])
  func decodesBus(_ reply: [UInt8], volts: Double?, flags: UInt16) throws {
    var bench = try bench()
    let found = bench.decode(reply)
    #expect(found.rawValue == flags)
    #expect(bench[0] == volts)
  }

  /// Table 7: 320 mV are 32 000 counts of 10 µV; 0.1 Ω.
  @Test(
    arguments: [
      ([0x07, 0xD0], 0.2, 0), ([0xF8, 0x30], -0.2, 0), ([0x7C, 0xFF], 3.1999, 0),
      ([0x7D, 0x00], nil, 4), ([0x83, 0x00], nil, 4), ([0x80, 0x00], nil, 4),
      ([0x00, 0x00], nil, 1), ([0xFF, 0xFF], nil, 1), ([], nil, 1), ([0x07, 0xD0, 0x00], nil, 1),
    ] as [([UInt8], Double?, UInt16)])
  func decodesShunt(_ reply: [UInt8], amperes: Double?, flags: UInt16) throws {
    var bench = try bench()
    let found = bench.decode(reply, exchange: 1)
    #expect(found.rawValue == flags)
    #expect(bench[1].map { ($0 * 1e6).rounded() } == amperes.map { ($0 * 1e6).rounded() })
  }

  @Test func aRestingMotorIsBelievedWhereTheVoltageIs() throws {
    var bench = try bench()
    _ = bench.decode([0x5D, 0xC2])
    #expect(bench.decode([0x00, 0x00], exchange: 1).rawValue == 0)
    #expect(bench[1] == 0)
    #expect(bench.decode([0xFF, 0xFF], exchange: 1).rawValue == 0)
    #expect(bench[1].map { abs($0 + 0.0001) < 1e-12 } == true)
    _ = bench.decode([0xFF, 0xFF])
    #expect(bench.decode([0xFF, 0xFF], exchange: 1).rawValue == 1)
    #expect(bench[1] == nil)
  }

  @Test func aSmallerRangeClipsEarlier() throws {
    var bench = try bench(shunt: .millivolts40, bus: .volts16)
    #expect(bench.decode([0x0F, 0x9F], exchange: 1).rawValue == 0)
    #expect(bench.decode([0x0F, 0xA0], exchange: 1).rawValue == 4)
    #expect(bench.decode([0x7C, 0xFA]).rawValue == 0)
    #expect(bench.decode([0x7D, 0x02]).rawValue == 4)
  }

  @Test func nothingNewChangesNothing() throws {
    var bench = try bench()
    _ = bench.decode([0x5D, 0xC2])
    #expect(bench.decode([0xBB, 0x80]).rawValue == 2)
    #expect(bench[0] == 12)
  }

  @Test func voltageComesBeforeCurrent() throws {
    let configuration = try INA219.Configuration(
      address: 0x45, shuntOhms: 0.1, shuntRange: .millivolts160)
    let exchanges = INA219.exchanges(for: configuration)
    #expect(exchanges.map(\.exchange.request) == [[0x02], [0x01]])
    #expect(exchanges.map(\.exchange.clocks) == [48, 48])  // devices.md 0.1
    let channels = INA219.channels(for: configuration)
    #expect(channels[0] == SensorChannel("voltage", .volt, in: 0...32))
    #expect(channels[1].name == "current" && channels[1].unit == .ampere)
    #expect(abs(channels[1].range.upperBound - 1.6) < 1e-12)
  }

  /// Table 5, the longest times: 93 µs for nine bits, 586 µs for twelve.
  @Test(
    arguments: [
      (.bits9, 186), (.bits12, 1172), (.samples4, 4688), (.samples128, 150_016),
    ] as [(INA219.Sampling, Double)])
  func conversionsAreAwaited(_ sampling: INA219.Sampling, microseconds: Double) throws {
    let configuration = try INA219.Configuration(
      address: 0x40, shuntOhms: 0.1, sampling: sampling)
    #expect(configuration.leastTurn.microseconds == microseconds)
  }

  @Test func lostSettingsAreNoticed() throws {
    let watch = INA219.watch(for: try INA219.Configuration(address: 0x45, shuntOhms: 0.1))
    #expect(watch.exchange == Exchange(address: 0x45, request: [0x00], replyCount: 2))
    #expect(watch.agrees([0x3D, 0x57]))
    #expect(!watch.agrees([0x39, 0x9F]))
  }
}
