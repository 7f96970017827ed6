import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from Bosch BST-BMP280-DS001.
@Suite("BMP280 model")
struct BMP280ModelTests {
  private let air = FixedAir(AirReading(pascals: 100_653.27, celsius: 25.0825))
  private let chip: BMP280Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = BMP280Model(address: 0x76, air: air)
    adapter.attach(chip)
  }

  private func read(_ register: UInt8, _ count: Int = 1) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.read(count, from: 0x76, register: register)
  }

  private func write(_ bytes: UInt8...) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write(bytes, to: 0x76)
  }

  private func counts(_ register: UInt8) throws -> Int {
    let bytes = try read(register, 3)
    return Int(bytes[0]) << 12 | Int(bytes[1]) << 4 | Int(bytes[2]) >> 4
  }

  @Test func asleepNothingIsMeasured() throws {
    #expect(try read(0xD0) == [0x58])
    #expect(try read(0x88, 2) == [0x70, 0x6B])  // 27504
    adapter.pause(.milliseconds(100))
    #expect(try counts(0xF7) == 0x80000)
    #expect(try counts(0xFA) == 0x80000)
  }

  @Test func theTrimIsCopiedAfterAReset() throws {
    adapter.pause(.milliseconds(1))
    #expect(try read(0xF3)[0] & 0x01 == 1)
    adapter.pause(.milliseconds(3))
    #expect(try read(0xF3) == [0x00])
    try write(0xE0, 0xB6)
    #expect(try read(0xF3)[0] & 0x01 == 1)
    #expect(try read(0xE0) == [0x00])
  }

  /// The datasheet's example, section 3.12: 415148 and 519888.
  @Test func theDatasheetsExampleBackwards() throws {
    try write(0xF4, 0x2F)
    adapter.pause(.milliseconds(20))
    #expect(abs(try counts(0xFA) - 519_888) <= 16)
    #expect(abs(try counts(0xF7) - 415_148) <= 16)
  }

  @Test func aForcedMeasurementEndsInSleep() throws {
    adapter.pause(.milliseconds(3))
    _ = try read(0xF3)
    adapter.pause(.milliseconds(3))
    try write(0xF4, 0x25)
    #expect(try read(0xF3) == [0x08])
    // 1 + 2 + 2 + 0.5 ms.
    adapter.pause(.milliseconds(6))
    #expect(try read(0xF3) == [0x00])
    #expect(try read(0xF4) == [0x24])
    let before = try counts(0xF7)
    air.set(AirReading(pascals: 90_000, celsius: 20))
    adapter.pause(.milliseconds(100))
    #expect(try counts(0xF7) == before)
  }

  @Test func normalModeRepeats() throws {
    try write(0xF5, 0x00, 0xF4, 0x27)  // pairs of register and value
    adapter.pause(.milliseconds(10))
    let before = try counts(0xF7)
    air.set(AirReading(pascals: 90_000, celsius: 25.0825))
    adapter.pause(.milliseconds(10))
    #expect(try counts(0xF7) > before)
  }

  @Test func whatIsNotSampledIsSkipped() throws {
    try write(0xF4, 0x23)  // temperature only
    adapter.pause(.milliseconds(10))
    #expect(try counts(0xF7) == 0x80000)
    #expect(abs(try counts(0xFA) - 519_888) <= 16)
  }

  @Test func aPowerCyclePutsItToSleep() throws {
    try write(0xF5, 0x28, 0xF4, 0x57)
    #expect(try read(0xF4, 2) == [0x57, 0x28])
    chip.powerCycle()
    #expect(try read(0xF4, 2) == [0x00, 0x00])
    #expect(try counts(0xF7) == 0x80000)
  }
}
