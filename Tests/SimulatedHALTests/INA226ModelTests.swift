import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from TI SBOS547.
@Suite("INA226 model")
struct INA226ModelTests {
  private let supply = FixedSupply(busVolts: 12, amperes: 5)
  private let chip: INA226Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = INA226Model(address: 0x40, shuntOhms: 0.002, supply: supply)
    adapter.attach(chip)
  }

  private func write(_ register: UInt8, _ value: Int) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([register, UInt8(value >> 8), UInt8(value & 0xFF)], to: 0x40)
  }

  private func read(_ register: UInt8) throws -> Int {
    var bus = SharedI2CBus(adapter)
    let bytes = try bus.read(2, from: 0x40, register: register)
    return Int(bytes[0]) << 8 | Int(bytes[1])
  }

  @Test func powersOnAsTable4Says() throws {
    #expect(try read(0x00) == 0x4127)
    #expect(try read(0x05) == 0)
    #expect(try read(0xFE) == 0x5449)
    #expect(try read(0xFF) == 0x2260)
  }

  /// 12 V / 1.25 mV, 10 mV / 2.5 µV, 4000 · 2560 / 2048, 5000 · 9600 / 20000.
  @Test func convertsAsSection75Says() throws {
    try write(0x05, 0x0A00)
    try write(0x00, 0x4127)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x02) == 0x2580)
    #expect(try read(0x01) == 0x0FA0)
    #expect(try read(0x04) == 0x1388)
    #expect(try read(0x03) == 0x0960)
  }

  @Test func aNegativeCurrentIsTwosComplement() throws {
    supply.set(PowerReading(busVolts: 12, amperes: -5))
    try write(0x00, 0x4127)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x01) == 0xF060)
  }

  /// AVG 4 (1), VBUSCT and VSHCT 588 µs (3): 4.704 ms.
  @Test func aConversionTakesItsTime() throws {
    try write(0x00, 0x42DF)
    adapter.pause(.milliseconds(4))
    #expect(try read(0x02) == 0)
    #expect(try read(0x06) & 0x08 == 0)
    adapter.pause(.milliseconds(1))
    #expect(try read(0x02) == 0x2580)
  }

  @Test func readingMaskEnableClearsTheConversionFlag() throws {
    try write(0x00, 0x4127)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x06) == 0x08)
    #expect(try read(0x06) == 0x00)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x06) == 0x08)
  }

  @Test func anOverflowIsFlagged() throws {
    supply.set(PowerReading(busVolts: 12, amperes: 40))
    try write(0x05, 0x7FFF)
    try write(0x00, 0x4127)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x06) & 0x04 == 0x04)
  }

  @Test func inputsClipAtTheirRange() throws {
    supply.set(PowerReading(busVolts: 50, amperes: 50))
    try write(0x00, 0x4127)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x01) == 0x7FFF)
    #expect(try read(0x02) == 0x7FFF)
  }

  @Test func aTriggeredConversionHappensOnce() throws {
    try write(0x00, 0x4123)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x02) == 0x2580)
    supply.set(PowerReading(busVolts: 6, amperes: 0))
    adapter.pause(.milliseconds(30))
    #expect(try read(0x02) == 0x2580)
    try write(0x00, 0x4123)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x02) == 0x12C0)
  }

  @Test func calibrationHas15Bits() throws {
    try write(0x05, 0xFFFF)
    #expect(try read(0x05) == 0x7FFF)
  }

  @Test func resetBitRestoresTheDefaults() throws {
    try write(0x05, 0x0A00)
    try write(0x00, 0x8000)
    #expect(try read(0x00) == 0x4127)
    #expect(try read(0x05) == 0)
  }

  @Test func halfAWordIsNotWritten() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x05, 0x0A], to: 0x40)
    #expect(try read(0x05) == 0)
  }

  @Test func thePointerStays() throws {
    var bus = SharedI2CBus(adapter)
    #expect(try bus.read(4, from: 0x40, register: 0xFE) == [0x54, 0x49, 0x54, 0x49])
  }

  @Test func aPowerCycleForgetsTheCalibration() throws {
    try write(0x05, 0x0A00)
    chip.powerCycle()
    #expect(try read(0x05) == 0)
  }
}
