import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("AS5600")
struct AS5600Tests {
  /// CONF 0x8027 (a factory bit, hysteresis, low power) becomes 0x8320: SF = 3 (bits 9...8), HYST,
  /// PM = 0; OUTS (bit 5) stays.
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x36, write: [0x07], reply: [0x80, 0x27]),
    .transfer(0x36, write: [0x07, 0x83, 0x20]),
    .transfer(0x36, write: [0x07], reply: [0x83, 0x20]),
    .transfer(0x36, write: [0x0B], reply: [0xA0]),
    .transfer(0x36, write: [0x1A], reply: [0x7F, 0x0A, 0x5B]),
  ]

  @Test func setUpChangesOnlyTheDriversBits() throws {
    var bus = ScriptedI2CBus(Self.script)
    let report = try AS5600.setUp(AS5600.Configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
    #expect(report.status.magnetDetected)
    #expect(report.gain == 127)
    #expect(report.magnitude == 2651)  // golden as5600_arduino_angle0_ok
  }

  @Test(
    "a missing acknowledge is reported with its step",
    arguments: zip(
      0..<5,
      [
        AS5600.Step.readConfiguration, .configure, .verify, .inspectMagnet, .inspectMagnet,
      ]))
  func noAcknowledge(at index: Int, step: AS5600.Step) throws {
    let error = BusError(.noAcknowledge, errno: 121)
    var bus = ScriptedI2CBus(
      Array(Self.script[..<index]) + [Self.script[index].failing(with: error)])
    let configuration = try AS5600.Configuration()
    #expect(throws: AS5600.Failure.bus(error, step: step)) {
      try AS5600.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten)
  }

  @Test func aValueThatDoesNotStayIsRefused() throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<2]) + [.transfer(0x36, write: [0x07], reply: [0x00, 0x00])])
    let configuration = try AS5600.Configuration()
    let failure = #expect(throws: AS5600.Failure.self) {
      try AS5600.setUp(configuration, on: &bus)
    }
    #expect(failure == .readBack(register: .configuration, wrote: 0x8320, read: 0x0000))
    #expect(failure?.description.contains("CONF was written as 0x8320 but reads 0x0") == true)
  }

  @Test func aFloatingBusIsNoChip() throws {
    var bus = ScriptedI2CBus([.transfer(0x36, write: [0x07], reply: [0xFF, 0xFF])])
    let configuration = try AS5600.Configuration()
    #expect(throws: AS5600.Failure.identity(configurationRegister: 0xFFFF)) {
      try AS5600.setUp(configuration, on: &bus)
    }
  }

  @Test func reservedAddressesAreRefused() {
    #expect(throws: AS5600.ConfigurationError.address(0x03)) {
      try AS5600.Configuration(address: 0x03)
    }
  }

  @Test(
    arguments: [
      ([0x20, 0x00, 0x00], 0, true),
      ([0x20, 0x0F, 0xFF], 4095, true),
      ([0x20, 0xF4, 0xD2], 1234, true),  // the upper nibble is undefined
      ([0x30, 0x04, 0xD2], 1234, true),  // weak but there
      ([0x28, 0x04, 0xD2], 1234, true),  // strong but there
      ([0xFF, 0x0F, 0xFF], 4095, true),  // all STATUS bits, but not all ones
      ([0x10, 0x04, 0xD2], 1234, false),
      ([0xC7, 0x04, 0xD2], 1234, false),  // undefined STATUS bits only
      ([0x00, 0x00, 0x00], 0, false),
      ([0xFF, 0xFF, 0xFF], 4095, false),
    ] as [([UInt8], UInt16, Bool)])
  func decodes(_ reply: [UInt8], counts: UInt16, isValid: Bool) {
    let sample = AS5600.decode(reply.span)
    #expect(sample.counts == counts)
    #expect(sample.isValid == isValid)
  }

  @Test(arguments: [[], [0x20], [0x20, 0x00], [0x20, 0x00, 0x00, 0x00]] as [[UInt8]])
  func aReplyOfAnotherLengthIsInvalid(_ reply: [UInt8]) {
    let sample = AS5600.decode(reply.span)
    #expect(!sample.isValid)
  }

  @Test func statusBits() {
    #expect(AS5600.Status(byte: 0x20).magnetDetected)
    #expect(AS5600.Status(byte: 0x10).tooWeak)
    #expect(AS5600.Status(byte: 0x08).tooStrong)
    let none = AS5600.Status(byte: 0xC7)
    #expect(!none.magnetDetected && !none.tooWeak && !none.tooStrong)
  }

  @Test func oneCountIs360DegreesOver4096() {
    #expect(AS5600.angle(counts: 0).radians == 0)
    #expect(AS5600.angle(counts: 1024).radians == Double.pi / 2)
    #expect(abs(AS5600.angle(counts: 1).radians * 180 / Double.pi - 0.087890625) < 1e-15)
  }

  @Test func statusAndAngleAreOneBurst() {
    let exchange = AS5600.sample(at: 0x36)
    #expect(exchange == Exchange(address: 0x36, request: [0x0B], replyCount: 3))
    #expect(exchange.clocks == 57)  // devices.md 0.1
  }

  @Test func lostSettingsAreNoticed() throws {
    let watch = AS5600.watch(for: try AS5600.Configuration(slowFilter: .times2))
    #expect(watch.exchange == Exchange(address: 0x36, request: [0x07], replyCount: 2))
    // Bits that are not the driver's are not looked at.
    #expect(watch.agrees([0x83, 0x20]) && watch.agrees([0xC3, 0x00]))
    #expect(!watch.agrees([0x00, 0x00]))
    #expect(!watch.agrees([0x82, 0x20]))
    #expect(!watch.agrees([0x83, 0x21]) && !watch.agrees([0xA3, 0x20]))
  }

  @Test func theCycleReadsTheSample() throws {
    let exchanges = AS5600.exchanges(for: try AS5600.Configuration(address: 0x40))
    #expect(exchanges == [CyclicExchange(AS5600.sample(at: 0x40))])
  }
}
