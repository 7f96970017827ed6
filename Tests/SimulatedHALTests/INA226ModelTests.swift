import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from TI SBOS547.
@Suite("INA226 model")
struct INA226ModelTests {
  private let supply = FixedSupply(busVolts: 12, amperes: 5)
  private let chip: INA226Model
  private let bus: WordBus

  init() {
    chip = INA226Model(address: 0x40, shuntOhms: 0.002, supply: supply)
    bus = WordBus(chip)
  }

  @Test func powersOnAsTable4Says() throws {
    #expect(try bus.read(0x00) == 0x4127)
    #expect(try bus.read(0x05) == 0)
    #expect(try bus.read(0xFE) == 0x5449)
    #expect(try bus.read(0xFF) == 0x2260)
  }

  /// 12 V / 1.25 mV, 10 mV / 2.5 µV, 4000 · 2560 / 2048, 5000 · 9600 / 20000.
  @Test func convertsAsSection75Says() throws {
    try bus.write(0x05, 0x0A00)
    try bus.write(0x00, 0x4127)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x02) == 0x2580)
    #expect(try bus.read(0x01) == 0x0FA0)
    #expect(try bus.read(0x04) == 0x1388)
    #expect(try bus.read(0x03) == 0x0960)
  }

  @Test func aNegativeCurrentIsTwosComplement() throws {
    supply.set(PowerReading(busVolts: 12, amperes: -5))
    try bus.write(0x00, 0x4127)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x01) == 0xF060)
  }

  /// AVG 4 (1), VBUSCT and VSHCT 588 µs (3): 4.704 ms.
  @Test func aConversionTakesItsTime() throws {
    try bus.write(0x00, 0x42DF)
    bus.pause(.milliseconds(4))
    #expect(try bus.read(0x02) == 0)
    #expect(try bus.read(0x06) & 0x08 == 0)
    bus.pause(.milliseconds(1))
    #expect(try bus.read(0x02) == 0x2580)
  }

  @Test func readingMaskEnableClearsTheConversionFlag() throws {
    try bus.write(0x00, 0x4127)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x06) == 0x08)
    #expect(try bus.read(0x06) == 0x00)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x06) == 0x08)
  }

  @Test func anOverflowIsFlagged() throws {
    supply.set(PowerReading(busVolts: 12, amperes: 40))
    try bus.write(0x05, 0x7FFF)
    try bus.write(0x00, 0x4127)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x06) & 0x04 == 0x04)
  }

  @Test func inputsClipAtTheirRange() throws {
    supply.set(PowerReading(busVolts: 50, amperes: 50))
    try bus.write(0x00, 0x4127)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x01) == 0x7FFF)
    #expect(try bus.read(0x02) == 0x7FFF)
  }

  @Test func aTriggeredConversionHappensOnce() throws {
    try bus.write(0x00, 0x4123)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x02) == 0x2580)
    supply.set(PowerReading(busVolts: 6, amperes: 0))
    bus.pause(.milliseconds(30))
    #expect(try bus.read(0x02) == 0x2580)
    try bus.write(0x00, 0x4123)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x02) == 0x12C0)
  }

  @Test func calibrationHas15Bits() throws {
    try bus.write(0x05, 0xFFFF)
    #expect(try bus.read(0x05) == 0x7FFF)
  }

  @Test func resetBitRestoresTheDefaults() throws {
    try bus.write(0x05, 0x0A00)
    try bus.write(0x00, 0x8000)
    #expect(try bus.read(0x00) == 0x4127)
    #expect(try bus.read(0x05) == 0)
  }

  @Test func halfAWordIsNotWritten() throws {
    try bus.send([0x05, 0x0A])
    #expect(try bus.read(0x05) == 0)
  }

  @Test func thePointerStays() throws {
    #expect(try bus.read(4, from: 0xFE) == [0x54, 0x49, 0x54, 0x49])
  }

  @Test func aPowerCycleForgetsTheCalibration() throws {
    try bus.write(0x05, 0x0A00)
    chip.powerCycle()
    #expect(try bus.read(0x05) == 0)
  }
}
