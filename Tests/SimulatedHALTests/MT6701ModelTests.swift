import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from MagnTek MT6701 Rev. 1.5.
@Suite("MT6701 model")
struct MT6701ModelTests {
  private let shaft = FixedShaft(radians: 0)
  private let chip: MT6701Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 1_000_000), clock: SimulationClock(.virtual))

  init() {
    chip = MT6701Model(shaft: shaft)
    adapter.attach(chip)
  }

  private func read(_ count: Int, _ register: UInt8) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.read(count, from: 0x06, register: register)
  }

  private func write(_ bytes: [UInt8]) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write(bytes, to: 0x06)
  }

  @Test(
    arguments: [
      (0, [0x00, 0x00]), (2 * Double.pi / 16384, [0x00, 0x04]), (Double.pi, [0x80, 0x00]),
      (-2 * Double.pi / 16384, [0xFF, 0xFC]), (3 * Double.pi, [0x80, 0x00]), (.nan, [0x00, 0x00]),
    ] as [(Double, [UInt8])])
  func anAngleIsItsCountWithinATurn(radians: Double, bytes: [UInt8]) throws {
    shaft.turn(to: radians)
    #expect(try read(2, 0x03) == bytes)
  }

  @Test func twoReadsTearABurstDoesNot() throws {
    shaft.turn(to: 2 * Double.pi * 63 / 16384)
    let high = try read(1, 0x03)
    shaft.turn(to: 2 * Double.pi * 64 / 16384)
    #expect(try high + read(1, 0x04) == [0x00, 0x00])
    #expect(try read(2, 0x03) == [0x01, 0x00])
  }

  /// ZERO has twelve bits: 0x400 is a quarter turn.
  @Test func zeroPositionAndDirectionCount() throws {
    shaft.turn(to: Double.pi)
    try write([0x32, 0x04, 0x00])
    #expect(try read(2, 0x03) == [0x40, 0x00])
    try write([0x32, 0x00, 0x00])
    try write([0x29, 0x02])
    shaft.turn(to: Double.pi / 2)
    #expect(try read(2, 0x03) == [0xC0, 0x00])
  }

  @Test func settingsAreThoseOfTheEEPROMAfterALossOfPower() throws {
    chip.load(register: 0x33, value: 0x12)
    try write([0x33, 0x00])
    #expect(try read(1, 0x33) == [0x00])
    chip.powerCycle()
    #expect(try read(1, 0x33) == [0x12])
  }

  @Test func theEEPROMCommandIsCountedNotDone() throws {
    try write([0x0A, 0x05])
    #expect(chip.programCommands == 0)
    try write([0x09, 0xB3])
    try write([0x33, 0x77])
    try write([0x0A, 0x05])
    #expect(chip.programCommands == 1)
    chip.powerCycle()
    #expect(try read(1, 0x33) == [0x00])
  }

  @Test func theAngleCannotBeWritten() throws {
    try write([0x03, 0x12, 0x34])
    #expect(try read(2, 0x03) == [0x00, 0x00])
  }
}
