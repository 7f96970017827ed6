import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from TI SBOS448.
@Suite("INA219 model")
struct INA219ModelTests {
  private let supply = FixedSupply(busVolts: 12, amperes: 2)
  private let chip: INA219Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = INA219Model(address: 0x40, shuntOhms: 0.1, supply: supply)
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

  @Test func powersOnAsTable2Says() throws {
    #expect(try read(0x00) == 0x399F)
    #expect(try read(0x05) == 0)
    #expect(try read(0x02) == 0)
  }

  /// 12 V / 4 mV = 3000, 0.2 V / 10 µV = 20 000, 20 000 · 4096 / 4096, 20 000 · 3000 / 5000.
  @Test func convertsAsSection85Says() throws {
    try write(0x05, 0x1000)
    try write(0x00, 0x399F)
    adapter.pause(.milliseconds(2))
    #expect(try read(0x02) == 0x5DC2)
    #expect(try read(0x01) == 20_000)
    #expect(try read(0x04) == 20_000)
    #expect(try read(0x03) == 12_000)
  }

  @Test func aNegativeCurrentIsTwosComplement() throws {
    supply.set(PowerReading(busVolts: 12, amperes: -2))
    try write(0x00, 0x399F)
    adapter.pause(.milliseconds(2))
    #expect(try read(0x01) == 0xB1E0)
  }

  @Test(arguments: [(0x07, 4000), (0x0F, 8000), (0x17, 16_000), (0x1F, 32_000)])
  func theShuntClipsAtItsRange(high: Int, counts: Int) throws {
    supply.set(PowerReading(busVolts: 40, amperes: 5))
    try write(0x00, (high & 0x18) << 8 | 0x019F)
    adapter.pause(.milliseconds(2))
    #expect(try read(0x01) == counts)
    #expect(try read(0x02) >> 3 == 4000)
  }

  /// Four samples: 2.13 ms each for bus and shunt.
  @Test func aConversionTakesItsTime() throws {
    try write(0x00, 0x3D57)
    adapter.pause(.microseconds(4100))
    #expect(try read(0x02) == 0)
    adapter.pause(.microseconds(200))
    #expect(try read(0x02) == 0x5DC2)
  }

  @Test(arguments: [0x02, 0x03] as [UInt8])
  func readingClearsTheReadyFlag(register: UInt8) throws {
    try write(0x00, 0x399F)
    adapter.pause(.microseconds(1200))
    _ = try read(register)
    #expect(try read(0x02) == 0x5DC0)
    adapter.pause(.milliseconds(2))
    #expect(try read(0x02) == 0x5DC2)
  }

  @Test func anOverflowIsFlaggedAndLeavesShuntAndBus() throws {
    try write(0x05, 0xFFFE)
    try write(0x00, 0x399F)
    adapter.pause(.milliseconds(2))
    #expect(try read(0x02) == 0x5DC3)
    #expect(try read(0x01) == 20_000)
  }

  @Test func bit0OfCalibrationReads0() throws {
    try write(0x05, 0x1235)
    #expect(try read(0x05) == 0x1234)
  }

  @Test func aTriggeredConversionHappensOnce() throws {
    try write(0x00, 0x399B)
    adapter.pause(.milliseconds(2))
    #expect(try read(0x02) == 0x5DC2)
    supply.set(PowerReading(busVolts: 6, amperes: 0))
    adapter.pause(.milliseconds(20))
    #expect(try read(0x02) == 0x5DC0)
  }

  @Test func resetBitAndPowerCycleRestoreTheDefaults() throws {
    try write(0x05, 0x1000)
    try write(0x00, 0x8000)
    #expect(try read(0x00) == 0x399F)
    #expect(try read(0x05) == 0)
    try write(0x00, 0x3D57)
    chip.powerCycle()
    #expect(try read(0x00) == 0x399F)
  }

  @Test func halfAWordIsNotWritten() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x05, 0x10], to: 0x40)
    #expect(try read(0x05) == 0)
  }
}
