import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("DRV8830")
struct DRV8830Tests {
  /// Coast, a voltage without a direction and back, then CLEAR.
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x60, write: [0x01], reply: [0x05]),
    .transfer(0x60, write: [0x00, 0x00]),
    .transfer(0x60, write: [0x00, 0xA8]),
    .transfer(0x60, write: [0x00], reply: [0xA8]),
    .transfer(0x60, write: [0x00, 0x00]),
    .transfer(0x60, write: [0x00], reply: [0x00]),
    .transfer(0x60, write: [0x01, 0x80]),
    .transfer(0x60, write: [0x01], reply: [0x00]),
  ]

  @Test func setUpOpensTheBridgeAndClearsFaults() throws {
    var bus = ScriptedI2CBus(Self.script)
    try DRV8830.setUp(DRV8830.Configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func aMissingAcknowledgeIsReportedWithItsStep() throws {
    let configuration = try DRV8830.Configuration()
    let steps: [DRV8830.Step] = [
      .identify, .coast, .verify, .verify, .verify, .verify, .clear, .clear,
    ]
    for (index, var bus) in SetUpBench.interruptions(of: Self.script).enumerated() {
      #expect(throws: DRV8830.Failure.bus(BusError(.noAcknowledge), step: steps[index])) {
        try DRV8830.setUp(configuration, on: &bus)
      }
      #expect(bus.isAsWritten)
    }
  }

  @Test func anotherPartIsRefused() throws {
    let configuration = try DRV8830.Configuration()
    var floating = ScriptedI2CBus([.transfer(0x60, write: [0x01], reply: [0xFF])])
    #expect(throws: DRV8830.Failure.identity(fault: 0xFF)) {
      try DRV8830.setUp(configuration, on: &floating)
    }
    // An MPL115A2 ignores writes to its register 0.
    var barometer = ScriptedI2CBus(
      Array(Self.script[..<3]) + [.transfer(0x60, write: [0x00], reply: [0x66])])
    #expect(throws: DRV8830.Failure.readBack(register: .control, wrote: 0xA8, read: 0x66)) {
      try DRV8830.setUp(configuration, on: &barometer)
    }
  }

  @Test func aFaultThatStaysIsRefused() throws {
    let configuration = try DRV8830.Configuration()
    var bus = ScriptedI2CBus(
      Array(Self.script[..<7]) + [.transfer(0x60, write: [0x01], reply: [0x05])])
    let failure = #expect(throws: DRV8830.Failure.self) {
      try DRV8830.setUp(configuration, on: &bus)
    }
    #expect(failure == .fault(DRV8830.Fault(byte: 0x05)))
    #expect(failure?.description.contains("2.75...6.8 V") == true)
  }

  /// SLVSAB2G, table 1, in hundredths of a volt.
  @Test(
    arguments: zip([0x06, 0x10, 0x11, 0x1F, 0x30, 0x31, 0x3F], [48, 129, 137, 249, 386, 394, 506]))
  func voltagesAreThoseOfTheTableNotOfTheText(setting: Int, hundredths: Int) {
    let volts = DRV8830.volts(setting: UInt8(setting))
    #expect(Int((volts * 100 + 1e-9).rounded()) == hundredths)
    #expect(DRV8830.setting(volts: volts) == UInt8(setting))
    #expect(DRV8830.setting(volts: -volts) == UInt8(setting))
  }

  @Test func settingsBelowTheTableAreNone() {
    for setting: UInt8 in 0...5 { #expect(DRV8830.volts(setting: setting) == 0) }
  }

  /// VSET in bits 7...2, IN2 in 1, IN1 in 0.
  @Test(
    arguments: [
      (3.0, 0x95), (-3.0, 0x96), (5.06, 0xFD), (-99, 0xFE), (.infinity, 0xFD), (0.48, 0x19),
      (0.3, 0x19), (-0.3, 0x1A), (0.2, 0x03), (0, 0x03), (-0.2, 0x03), (.nan, 0x00),
    ] as [(Double, UInt8)])
  func aVoltageIsTheNearestControl(volts: Double, control: UInt8) {
    #expect(DRV8830.control(volts: volts) == control)
  }

  @Test func aDutyIsAShareOfTheSupply() {
    #expect(DRV8830.control(duty: 0.5, supplyVolts: 6) == DRV8830.control(volts: 3))
    #expect(DRV8830.control(duty: -2, supplyVolts: 5) == DRV8830.control(volts: -5))
    #expect(DRV8830.control(duty: .nan, supplyVolts: 5) == 0x00)
  }

  @Test func controlsReadBackAsVoltages() throws {
    #expect(DRV8830.volts(control: DRV8830.coast) == nil)
    #expect(DRV8830.volts(control: 0xFC) == nil)
    #expect(DRV8830.volts(control: DRV8830.brake) == 0)
    #expect(abs(try #require(DRV8830.volts(control: 0x96)) + 2.9715625) < 1e-9)
  }

  @Test func theSafeRequestIsCoast() throws {
    let configuration = try DRV8830.Configuration(address: 0x64)
    var request = DRV8830.command(for: configuration).request
    #expect(request == [0x00, 0x00])
    var span = request.mutableSpan
    DRV8830.encode(control: 0x95, into: &span)
    #expect(request == [0x00, 0x95])
    #expect(
      DRV8830.exchanges(for: configuration).map(\.exchange) == [
        Exchange(address: 0x64, request: [0x00, 0x00], replyCount: 0),
        Exchange(address: 0x64, request: [0x01], replyCount: 1),
      ])
    #expect(DRV8830.clearFault(for: configuration).request == [0x01, 0x80])
  }

  @Test(
    arguments: [
      (0x00, [0, 0, 0, 0]), (0x03, [1, 0, 0, 0]), (0x09, [0, 1, 0, 0]), (0x05, [0, 0, 1, 0]),
      (0x11, [0, 0, 0, 1]), (0x1F, [1, 1, 1, 1]),
    ] as [(UInt8, [Double])])
  func decodesFaults(_ byte: UInt8, values: [Double]) {
    let reply = DecoderBench(DRV8830.Decoder(), [byte], exchange: 1, channels: 4)
    #expect(reply.values == values)
    #expect((0..<4).allSatisfy { reply.health[$0] })
    #expect(reply.flags.has(.deviceFault) == (byte != 0))
  }

  @Test func repliesThatMeanNothingAreRefused() {
    for bytes: [UInt8] in [[], [0xFF], [0x80], [0x20], [0x00, 0x00]] {
      let reply = DecoderBench(DRV8830.Decoder(), bytes, exchange: 1, channels: 4)
      #expect(reply.isRefused)
      #expect(reply.flags.has(.invalid))
    }
    let command = DecoderBench(DRV8830.Decoder(), [], channels: 4)
    #expect(command.values == Array(repeating: DecoderBench.old, count: 4) && command.health[0])
  }

  @Test func boundsAreNamed() {
    for address: I2CAddress in [0x5F, 0x69] {
      #expect(throws: DRV8830.ConfigurationError.address(address)) {
        try DRV8830.Configuration(address: address)
      }
    }
  }
}
