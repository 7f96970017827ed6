import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("MT6701")
struct MT6701Tests {
  /// Zero position 0x345, hysteresis and pulse width 0xA: 0xA3, 0x45.
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x06, write: [0x32], reply: [0xA3]),
    .transfer(0x06, write: [0x33], reply: [0x45]),
    .transfer(0x06, write: [0x32, 0xA0]),
    .transfer(0x06, write: [0x33, 0x00]),
    .transfer(0x06, write: [0x32], reply: [0xA0]),
    .transfer(0x06, write: [0x33], reply: [0x00]),
  ]
  static let steps: [MT6701.Step] = [
    .identify, .identify, .configure, .configure, .verify, .verify,
  ]

  private func setUp(_ script: [ScriptedI2CBus.Step]) throws {
    var bus = ScriptedI2CBus(script)
    defer { #expect(bus.isAsWritten, "\(bus.mismatches)") }
    try MT6701.setUp(MT6701.Configuration(), on: &bus)
  }

  @Test func setUpChangesTheZeroPositionOnly() throws { try setUp(Self.script) }

  @Test("a missing acknowledge is reported with its step", arguments: 0..<6)
  func noAcknowledge(at index: Int) {
    let failure = #expect(throws: MT6701.Failure.self) {
      try setUp(Array(Self.script[..<index]) + [Self.script[index].failing()])
    }
    #expect(failure == .bus(BusError(.noAcknowledge), step: Self.steps[index]))
  }

  @Test func aFloatingBusIsNoChip() {
    let failure = #expect(throws: MT6701.Failure.self) {
      try setUp([
        .transfer(0x06, write: [0x32], reply: [0xFF]),
        .transfer(0x06, write: [0x33], reply: [0xFF]),
      ])
    }
    #expect(failure == .identity(zero: 0xFFFF))
    #expect(failure?.description.contains("MODE pin") == true)
  }

  @Test func aValueThatDoesNotStayIsRefused() {
    #expect(throws: MT6701.Failure.readBack(register: .zeroLow, wrote: 0, read: 0x45)) {
      try setUp(
        Array(Self.script[..<5]) + [.transfer(0x06, write: [0x33], reply: [0x45])])
    }
  }

  @Test func theTwoAddressesAreAccepted() throws {
    #expect(try MT6701.Configuration().address == 0x06)
    #expect(try MT6701.Configuration(address: 0x46).address == 0x46)
    #expect(throws: MT6701.ConfigurationError.address(0x36)) {
      try MT6701.Configuration(address: 0x36)
    }
  }

  @Test(
    arguments: [
      ([0x00, 0x00], 0), ([0x00, 0x04], 1), ([0x80, 0x00], 8192), ([0xFF, 0xFC], 16383),
      ([0x00, 0x07], 1),  // two undefined bits
    ] as [([UInt8], Double)])
  func decodes(_ reply: [UInt8], counts: Double) {
    let reading = MT6701.Decoder().decode(Reply(reply))
    #expect(abs(reading.radians * 16384 / (2 * Double.pi) - counts) < 1e-9)
    #expect(reading.flags.rawValue == 0)
  }

  @Test(arguments: [[], [0x00], [0x00, 0x04, 0x00], [0xFF, 0xFF]] as [[UInt8]])
  func refuses(_ reply: [UInt8]) {
    #expect(MT6701.Decoder().decode(Reply(reply)) == .invalid())
  }

  @Test func bothBytesAreOneBurst() throws {
    let exchanges = MT6701.exchanges(for: try MT6701.Configuration(address: 0x46))
    #expect(
      exchanges == [CyclicExchange(Exchange(address: 0x46, request: [0x03], replyCount: 2))])
    #expect(exchanges[0].exchange.clocks == 48)  // devices.md 0.1
  }

  @Test func aZeroPositionThatCameBackIsNoticed() throws {
    let watch = MT6701.watch(for: try MT6701.Configuration())
    #expect(watch.exchange == Exchange(address: 0x06, request: [0x32], replyCount: 2))
    #expect(watch.agrees([0xA0, 0x00]))
    #expect(!watch.agrees([0xA0, 0x01]) && !watch.agrees([0x01, 0x00]))
  }
}
