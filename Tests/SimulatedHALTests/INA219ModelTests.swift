import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from TI SBOS448.
@Suite("INA219 model")
struct INA219ModelTests {
  private let supply = FixedSupply(busVolts: 12, amperes: 2)
  private let chip: INA219Model
  private let bus: WordBus

  init() {
    chip = INA219Model(address: 0x40, shuntOhms: 0.1, supply: supply)
    bus = WordBus(chip)
  }

  @Test func powersOnAsTable2Says() throws {
    #expect(try bus.read(0x00) == 0x399F)
    #expect(try bus.read(0x05) == 0)
    #expect(try bus.read(0x02) == 0)
  }

  /// 12 V / 4 mV = 3000, 0.2 V / 10 µV = 20 000, 20 000 · 4096 / 4096, 20 000 · 3000 / 5000.
  @Test func convertsAsSection85Says() throws {
    try bus.write(0x05, 0x1000)
    try bus.write(0x00, 0x399F)
    bus.pause(.milliseconds(2))
    #expect(try bus.read(0x02) == 0x5DC2)
    #expect(try bus.read(0x01) == 20_000)
    #expect(try bus.read(0x04) == 20_000)
    #expect(try bus.read(0x03) == 12_000)
  }

  @Test func aNegativeCurrentIsTwosComplement() throws {
    supply.set(PowerReading(busVolts: 12, amperes: -2))
    try bus.write(0x00, 0x399F)
    bus.pause(.milliseconds(2))
    #expect(try bus.read(0x01) == 0xB1E0)
  }

  @Test(arguments: [(0x07, 4000), (0x0F, 8000), (0x17, 16_000), (0x1F, 32_000)])
  func theShuntClipsAtItsRange(high: Int, counts: Int) throws {
    supply.set(PowerReading(busVolts: 40, amperes: 5))
    try bus.write(0x00, (high & 0x18) << 8 | 0x019F)
    bus.pause(.milliseconds(2))
    #expect(try bus.read(0x01) == counts)
    #expect(try bus.read(0x02) >> 3 == 4000)
  }

  /// Four samples: 2.13 ms each for bus and shunt.
  @Test func aConversionTakesItsTime() throws {
    try bus.write(0x00, 0x3D57)
    bus.pause(.microseconds(4100))
    #expect(try bus.read(0x02) == 0)
    bus.pause(.microseconds(200))
    #expect(try bus.read(0x02) == 0x5DC2)
  }

  @Test(arguments: [0x02, 0x03] as [UInt8])
  func readingClearsTheReadyFlag(register: UInt8) throws {
    try bus.write(0x00, 0x399F)
    bus.pause(.microseconds(1200))
    _ = try bus.read(register)
    #expect(try bus.read(0x02) == 0x5DC0)
    bus.pause(.milliseconds(2))
    #expect(try bus.read(0x02) == 0x5DC2)
  }

  @Test func anOverflowIsFlaggedAndLeavesShuntAndBus() throws {
    try bus.write(0x05, 0xFFFE)
    try bus.write(0x00, 0x399F)
    bus.pause(.milliseconds(2))
    #expect(try bus.read(0x02) == 0x5DC3)
    #expect(try bus.read(0x01) == 20_000)
  }

  @Test func bit0OfCalibrationReads0() throws {
    try bus.write(0x05, 0x1235)
    #expect(try bus.read(0x05) == 0x1234)
  }

  @Test func aTriggeredConversionHappensOnce() throws {
    try bus.write(0x00, 0x399B)
    bus.pause(.milliseconds(2))
    #expect(try bus.read(0x02) == 0x5DC2)
    supply.set(PowerReading(busVolts: 6, amperes: 0))
    bus.pause(.milliseconds(20))
    #expect(try bus.read(0x02) == 0x5DC0)
  }

  @Test func resetBitAndPowerCycleRestoreTheDefaults() throws {
    try bus.write(0x05, 0x1000)
    try bus.write(0x00, 0x8000)
    #expect(try bus.read(0x00) == 0x399F)
    #expect(try bus.read(0x05) == 0)
    try bus.write(0x00, 0x3D57)
    chip.powerCycle()
    #expect(try bus.read(0x00) == 0x399F)
  }

  @Test func halfAWordIsNotWritten() throws {
    try bus.send([0x05, 0x10])
    #expect(try bus.read(0x05) == 0)
  }
}
