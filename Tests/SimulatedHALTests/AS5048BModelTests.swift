import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from ams AS5048A/AS5048B v1-11.
@Suite("AS5048B model")
struct AS5048BModelTests {
  private let shaft = FixedShaft(radians: 0)
  private let chip: AS5048BModel
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 1_000_000), clock: SimulationClock(.virtual))

  init() {
    chip = AS5048BModel(address: 0x42, shaft: shaft)
    adapter.attach(chip)
  }

  private func read(_ count: Int, _ register: UInt8) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.read(count, from: 0x42, register: register)
  }

  @Test(
    arguments: [
      (0, [0x00, 0x00]), (2 * Double.pi / 16384, [0x00, 0x01]), (Double.pi, [0x80, 0x00]),
      (-2 * Double.pi / 16384, [0xFF, 0x3F]), (3 * Double.pi, [0x80, 0x00]), (.nan, [0x00, 0x00]),
    ] as [(Double, [UInt8])])
  func anAngleIsItsCountWithinATurn(radians: Double, bytes: [UInt8]) throws {
    shaft.turn(to: radians)
    #expect(try read(2, 0xFE) == bytes)
  }

  @Test func aBurstHoldsGainFlagsMagnitudeAndAngle() throws {
    shaft.turn(to: Double.pi)
    #expect(try read(6, 0xFA) == [0x80, 0x01, 0x20, 0x00, 0x80, 0x00])
  }

  @Test func flagsFollowTheMagnet() throws {
    chip.magnet = AS5048BModel.Magnet(isTooWeak: true)
    #expect(try read(2, 0xFA) == [0xFF, 0x09])
    chip.magnet = AS5048BModel.Magnet(isTooStrong: true)
    #expect(try read(2, 0xFA) == [0x00, 0x05])
    chip.magnet = AS5048BModel.Magnet(overflows: true)
    #expect(try read(1, 0xFB) == [0x03])
  }

  @Test func anOverflowKeepsTheLastAngle() throws {
    shaft.turn(to: Double.pi)
    #expect(try read(2, 0xFE) == [0x80, 0x00])
    chip.magnet = AS5048BModel.Magnet(overflows: true)
    shaft.turn(to: 1)
    #expect(try read(2, 0xFE) == [0x80, 0x00])
  }

  @Test func twoReadsTearABurstDoesNot() throws {
    shaft.turn(to: 2 * Double.pi * 63 / 16384)
    let high = try read(1, 0xFE)
    shaft.turn(to: 2 * Double.pi * 64 / 16384)
    #expect(try high + read(1, 0xFF) == [0x00, 0x00])
    #expect(try read(2, 0xFE) == [0x01, 0x00])
  }

  @Test func theZeroPositionIsTakenOffAndLostWithTheSupply() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x16, 0x40, 0x01], to: 0x42)
    shaft.turn(to: Double.pi)
    #expect(try read(2, 0xFE) == [0x3F, 0x3F])  // 8192 - 4097
    chip.powerCycle()
    #expect(try read(2, 0x16) == [0x00, 0x00])
  }

  /// tSTARTUP: 10 ms until the offset compensation has finished.
  @Test func theStartTakesItsTime() throws {
    shaft.turn(to: Double.pi)
    chip.powerCycle()
    #expect(try read(6, 0xFA) == [0x00, 0x00, 0x00, 0x00, 0x00, 0x00])
    adapter.pause(.milliseconds(9))
    #expect(try read(1, 0xFB) == [0x00])
    adapter.pause(.milliseconds(1))
    #expect(try read(6, 0xFA) == [0x80, 0x01, 0x20, 0x00, 0x80, 0x00])
  }

  /// The five upper bits of 0x42 are 10000; the first is inverted.
  @Test func theAddressRegisterSaysWhereItIs() throws {
    #expect(try read(1, 0x15) == [0x00])
  }

  @Test func programmingIsCountedNotDone() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x03, 0x08], to: 0x42)
    #expect(chip.programCommands == 1)
  }

  @Test func measuredRegistersCannotBeWritten() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0xFE, 0x12, 0x34], to: 0x42)
    #expect(try read(2, 0xFE) == [0x00, 0x00])
  }
}
