import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from TI SBOS656.
@Suite("INA260 model")
struct INA260ModelTests {
  private let supply = FixedSupply(busVolts: 12, amperes: 10)
  private let chip: INA260Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = INA260Model(address: 0x40, supply: supply)
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
    #expect(try read(0x00) == 0x6127)
    #expect(try read(0xFE) == 0x5449)
    #expect(try read(0xFF) == 0x2270)
  }

  /// 10 A / 1.25 mA, 12 V / 1.25 mV, 120 W / 10 mW.
  @Test func convertsAsSection86Says() throws {
    try write(0x00, 0x6127)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x01) == 8000)
    #expect(try read(0x02) == 9600)
    #expect(try read(0x03) == 12_000)
  }

  @Test func aNegativeCurrentIsTwosComplement() throws {
    supply.set(PowerReading(busVolts: 12, amperes: -10))
    try write(0x00, 0x6127)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x01) == 0xE0C0)
    #expect(try read(0x03) == 12_000)
  }

  /// Four averages of twice 588 µs: 4.704 ms.
  @Test func aConversionTakesItsTimeAndIsFlagged() throws {
    try write(0x00, 0x62DF)
    adapter.pause(.milliseconds(4))
    #expect(try read(0x06) == 0)
    #expect(try read(0x02) == 0)
    adapter.pause(.milliseconds(1))
    #expect(try read(0x06) == 0x08)
    #expect(try read(0x06) == 0x00)
    #expect(try read(0x02) == 9600)
  }

  @Test func inputsClipAndPowerOverflows() throws {
    supply.set(PowerReading(busVolts: 50, amperes: 50))
    try write(0x00, 0x6127)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x01) == 0x7FFF)
    #expect(try read(0x02) == 0x7FFF)
    #expect(try read(0x03) == 0xFFFF)
    #expect(try read(0x06) == 0x0C)
  }

  @Test func aTriggeredConversionHappensOnce() throws {
    try write(0x00, 0x6123)
    adapter.pause(.milliseconds(3))
    #expect(try read(0x02) == 9600)
    supply.set(PowerReading(busVolts: 6, amperes: 0))
    adapter.pause(.milliseconds(30))
    #expect(try read(0x02) == 9600)
  }

  @Test func resetBitAndPowerCycleRestoreTheDefaults() throws {
    try write(0x07, 0x1234)
    try write(0x00, 0x62DF)
    try write(0x00, 0x8000)
    #expect(try read(0x00) == 0x6127)
    #expect(try read(0x07) == 0)
    try write(0x00, 0x62DF)
    chip.powerCycle()
    #expect(try read(0x00) == 0x6127)
  }
}
