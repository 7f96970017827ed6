import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from TI SBAS444 and SBAS473.
@Suite("ADS1x15 model")
struct ADS1x15ModelTests {
  private let inputs = FixedVoltages([1, 0.25, 2, 3])
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  private func chip(_ part: ADS1x15Model.Part = .ads1115) -> ADS1x15Model {
    let chip = ADS1x15Model(part: part, inputs: inputs)
    adapter.attach(chip)
    return chip
  }

  private func word(_ register: UInt8) throws -> UInt16 {
    var bus = SharedI2CBus(adapter)
    let bytes = try bus.read(2, from: 0x48, register: register)
    return UInt16(bytes[0]) << 8 | UInt16(bytes[1])
  }

  private func write(_ register: UInt8, _ word: UInt16) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([register, UInt8(word >> 8), UInt8(word & 0xFF)], to: 0x48)
  }

  @Test func powerOn() throws {
    let chip = chip()
    #expect(try (0..<4).map { try word(UInt8($0)) } == [0x0000, 0x8583, 0x8000, 0x7FFF])
    try write(2, 0x1234)
    #expect(try word(2) == 0x1234)
    chip.powerCycle()
    #expect(try word(2) == 0x8000)
  }

  /// AIN0 at ±4.096 V and 860 samples a second: 1.16 ms, 1 V is 8000 counts of 125 µV.
  @Test func aSingleShotTakesItsTime() throws {
    _ = chip()
    try write(1, 0xC3E3)
    #expect(try word(1) == 0x43E3)
    #expect(try word(0) == 0)
    adapter.pause(.microseconds(1100))
    #expect(try word(1) == 0xC3E3)
    #expect(try word(0) == 8000)
    inputs.set(0, 2)
    adapter.pause(.milliseconds(10))
    #expect(try word(0) == 8000)
  }

  @Test(
    arguments: [
      (0x8000, 0.75), (0x9000, -2), (0xA000, -2.75), (0xB000, -1), (0xC000, 1), (0xD000, 0.25),
      (0xE000, 2), (0xF000, 3),
    ] as [(UInt16, Double)])
  func theMultiplexer(bits: UInt16, volts: Double) throws {
    _ = chip()
    try write(1, bits | 0x03E3)
    adapter.pause(.milliseconds(2))
    #expect(Int16(bitPattern: try word(0)) == Int16(volts * 8000))
  }

  @Test func anADS1015IsLeftJustified() throws {
    _ = chip(.ads1015)
    try write(1, 0xC3E3)
    adapter.pause(.milliseconds(1))
    #expect(try word(0) == 500 << 4)  // 2 mV each
    try write(2, 0xA5A5)
    try write(3, 0x1230)
    #expect(try word(2) == 0xA5A0)
    #expect(try word(3) == 0x123F)
  }

  @Test func theRangeClips() throws {
    _ = chip()
    try write(1, 0xFBE3)  // AIN3 = 3 V at ±0.256 V
    adapter.pause(.milliseconds(2))
    #expect(try word(0) == 0x7FFF)
    try write(1, 0x9BE3)
    adapter.pause(.milliseconds(2))
    #expect(try word(0) == 0x8000)
  }

  /// CONFIG then shows an input that was never converted.
  @Test func aStartWhileConvertingHasNoEffect() throws {
    _ = chip()
    try write(1, 0xC3E3)
    try write(1, 0xD3E3)
    adapter.pause(.milliseconds(2))
    #expect(try word(1) == 0xD3E3)
    #expect(try word(0) == 8000)
  }

  @Test func aNewInputInContinuousModeWaitsForTheOldOne() throws {
    _ = chip()
    try write(1, 0x42E3)  // AIN0
    adapter.pause(.microseconds(600))
    try write(1, 0x52E3)  // AIN1
    adapter.pause(.microseconds(800))
    #expect(try word(0) == 8000)
    adapter.pause(.microseconds(1000))
    #expect(try word(0) == 2000)
  }

  @Test func thePointerStaysAndARegisterHasTwoBytes() throws {
    _ = chip()
    #expect(try word(3) == 0x7FFF)
    var bus = SharedI2CBus(adapter)
    #expect(try bus.transfer(to: 0x48, write: [], read: 2) == [0x7F, 0xFF])
    #expect(try bus.read(3, from: 0x48, register: 2) == [0x80, 0x00, 0xFF])
  }
}
