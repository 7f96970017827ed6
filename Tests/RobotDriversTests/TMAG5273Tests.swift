import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

@Suite("TMAG5273") struct TMAG5273Tests {
  @Test func setUpIdentifiesWritesAndReadsBack() throws {
    let settings: [[UInt8]] = [[0x01, 0x02], [0x02, 0x30], [0x03, 0x04]]
    var script: [ScriptedI2CBus.Step] = [
      .transfer(0x35, write: [0x0E], reply: [0x49]), .transfer(0x35, write: [0x0F], reply: [0x54]),
    ]
    script += settings.map { .transfer(0x35, write: $0) }
    script += settings.map { .transfer(0x35, write: [$0[0]], reply: [$0[1]]) }
    var bus = ScriptedI2CBus(script + [.pause(atLeast: .milliseconds(1))])
    try TMAG5273.setUp(at: 0x35, on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  // SLYS045, ANGLE_RESULT: nine bits of degrees, four of sixteenths.
  @Test(
    arguments: zip([[1, 0, 0], [1, 0x05, 0xA8], [1, 0x16, 0x80]] as [[UInt8]], [0, 90.5, 0]))
  func decodes(_ reply: [UInt8], degrees: Double) {
    let reading = TMAG5273.Decoder().decode(Reply(reply))
    #expect(abs(reading.radians * 180 / Double.pi - degrees) < 1e-9 && reading.flags.rawValue == 0)
  }

  @Test(arguments: [[], [1, 0], [0, 0, 0], [255, 255, 255], [1, 0x16, 0x81]] as [[UInt8]])
  func refuses(_ reply: [UInt8]) { #expect(TMAG5273.Decoder().decode(Reply(reply)) == .invalid()) }

  @Test func theModelConvertsOnceItIsSetUp() throws {
    let wires = SimulatedI2CBus(speed: .init(unchecked: 1e6), clock: SimulationClock(.virtual))
    wires.attach(EncoderChip.tmag5273(address: 0x35, shaft: FixedShaft(radians: Double.pi / 2)))
    var bus = SharedI2CBus(wires)
    #expect(try bus.read(3, from: 0x35, register: 0x18) == [0x10, 0x00, 0x00])
    try TMAG5273.setUp(at: 0x35, on: &bus)
    #expect(try bus.read(3, from: 0x35, register: 0x18) == [0x11, 0x05, 0xA0])
  }
}
