import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from TI SBOS656.
@Suite("INA260 model")
struct INA260ModelTests {
  private let supply = FixedSupply(busVolts: 12, amperes: 10)
  private let chip: INA260Model
  private let bus: WordBus

  init() {
    chip = INA260Model(address: 0x40, supply: supply)
    bus = WordBus(chip)
  }

  @Test func powersOnAsTable4Says() throws {
    #expect(try bus.read(0x00) == 0x6127)
    #expect(try bus.read(0xFE) == 0x5449)
    #expect(try bus.read(0xFF) == 0x2270)
  }

  /// 10 A / 1.25 mA, 12 V / 1.25 mV, 120 W / 10 mW.
  @Test func convertsAsSection86Says() throws {
    try bus.write(0x00, 0x6127)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x01) == 8000)
    #expect(try bus.read(0x02) == 9600)
    #expect(try bus.read(0x03) == 12_000)
  }

  @Test func aNegativeCurrentIsTwosComplement() throws {
    supply.set(PowerReading(busVolts: 12, amperes: -10))
    try bus.write(0x00, 0x6127)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x01) == 0xE0C0)
    #expect(try bus.read(0x03) == 12_000)
  }

  /// Four averages of twice 588 µs: 4.704 ms.
  @Test func aConversionTakesItsTimeAndIsFlagged() throws {
    try bus.write(0x00, 0x62DF)
    bus.pause(.milliseconds(4))
    #expect(try bus.read(0x06) == 0)
    #expect(try bus.read(0x02) == 0)
    bus.pause(.milliseconds(1))
    #expect(try bus.read(0x06) == 0x08)
    #expect(try bus.read(0x06) == 0x00)
    #expect(try bus.read(0x02) == 9600)
  }

  @Test func inputsClipAndPowerOverflows() throws {
    supply.set(PowerReading(busVolts: 50, amperes: 50))
    try bus.write(0x00, 0x6127)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x01) == 0x7FFF)
    #expect(try bus.read(0x02) == 0x7FFF)
    #expect(try bus.read(0x03) == 0xFFFF)
    #expect(try bus.read(0x06) == 0x0C)
  }

  @Test func aTriggeredConversionHappensOnce() throws {
    try bus.write(0x00, 0x6123)
    bus.pause(.milliseconds(3))
    #expect(try bus.read(0x02) == 9600)
    supply.set(PowerReading(busVolts: 6, amperes: 0))
    bus.pause(.milliseconds(30))
    #expect(try bus.read(0x02) == 9600)
  }

  @Test func resetBitAndPowerCycleRestoreTheDefaults() throws {
    try bus.write(0x07, 0x1234)
    try bus.write(0x00, 0x62DF)
    try bus.write(0x00, 0x8000)
    #expect(try bus.read(0x00) == 0x6127)
    #expect(try bus.read(0x07) == 0)
    try bus.write(0x00, 0x62DF)
    chip.powerCycle()
    #expect(try bus.read(0x00) == 0x6127)
  }
}
