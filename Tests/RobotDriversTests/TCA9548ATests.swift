import RobotDrivers
import RobotHAL
import RobotHALTesting
import Testing

@Suite("TCA9548A")
struct TCA9548ATests {
  @Test func setUpOpensAllChannelsAndLooks() throws {
    var bus = ScriptedI2CBus([
      .transfer(0x71, write: [0x00]),
      .transfer(0x71, reply: [0x00]),
    ])
    try TCA9548A.setUp(TCA9548A.Configuration(address: 0x71), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func aChannelThatStaysClosedIsRefused() throws {
    var bus = ScriptedI2CBus([
      .transfer(0x71, write: [0x00]),
      .transfer(0x71, reply: [0x04]),
    ])
    let configuration = try TCA9548A.Configuration(address: 0x71)
    #expect(throws: TCA9548A.Failure.readBack(wrote: 0x00, read: 0x04)) {
      try TCA9548A.setUp(configuration, on: &bus)
    }
  }

  @Test(arguments: zip([0, 1], [TCA9548A.Step.deselect, .verify]))
  func noAcknowledge(at index: Int, step: TCA9548A.Step) throws {
    let script: [ScriptedI2CBus.Step] = [
      .transfer(0x71, write: [0x00]), .transfer(0x71, reply: [0x00]),
    ]
    var bus = ScriptedI2CBus(Array(script[..<index]) + [script[index].failing()])
    let configuration = try TCA9548A.Configuration(address: 0x71)
    #expect(throws: TCA9548A.Failure.bus(BusError(.noAcknowledge), step: step)) {
      try TCA9548A.setUp(configuration, on: &bus)
    }
  }

  @Test(arguments: zip(0..<8, [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80] as [UInt8]))
  func oneBitPerChannel(channel: Int, mask: UInt8) {
    #expect(TCA9548A.selectMask(channel: channel) == mask)
    let exchange = TCA9548A.select(channel: channel, at: 0x70)
    #expect(exchange == Exchange(address: 0x70, request: [mask], replyCount: 0))
    #expect(exchange.clocks == 20)  // devices.md 0.1
  }

  @Test func aChannelThatDoesNotExistOpensAll() {
    #expect(TCA9548A.selectMask(channel: 8) == 0)
    #expect(TCA9548A.selectMask(channel: -1) == 0)
    #expect(TCA9548A.deselect(at: 0x70).request == [0])
  }

  @Test func addressesAreBounded() throws {
    #expect(throws: TCA9548A.ConfigurationError.address(0x6F)) {
      try TCA9548A.Configuration(address: 0x6F)
    }
    #expect(throws: TCA9548A.ConfigurationError.address(0x78)) {
      try TCA9548A.Configuration(address: 0x78)
    }
    #expect(try TCA9548A.Configuration(address: 0x77).address == 0x77)
  }
}
