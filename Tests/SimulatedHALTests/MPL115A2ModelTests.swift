import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from NXP MPL115A2 Rev. 9, section 3.
@Suite("MPL115A2 model")
struct MPL115A2ModelTests {
  private let air = FixedAir(AirReading(pascals: 96_590, celsius: 23.3178))
  private let chip: MPL115A2Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = MPL115A2Model(air: air)
    adapter.attach(chip)
  }

  private func read(_ register: UInt8, _ count: Int) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.read(count, from: 0x60, register: register)
  }

  private func convert() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x12, 0x00], to: 0x60)
  }

  @Test func coefficientsOfTheExample() throws {
    #expect(try read(0x04, 8) == [0x3E, 0xCE, 0xB3, 0xF9, 0xC5, 0x17, 0x33, 0xC8])
  }

  /// The example's 410 and 507.
  @Test func aConversionTakesThreeMilliseconds() throws {
    #expect(try read(0x00, 4) == [0, 0, 0, 0])
    try convert()
    adapter.pause(.milliseconds(2))
    #expect(try read(0x00, 4) == [0, 0, 0, 0])
    adapter.pause(.milliseconds(1))
    #expect(try read(0x00, 4) == [0x66, 0x80, 0x7E, 0xC0])
    air.set(AirReading(pascals: 60_000, celsius: 40))
    adapter.pause(.milliseconds(10))
    #expect(try read(0x00, 4) == [0x66, 0x80, 0x7E, 0xC0])
  }

  @Test func countsEndAtTheConvertersEnds() throws {
    air.set(AirReading(pascals: 1e6, celsius: -300))
    try convert()
    adapter.pause(.milliseconds(4))
    #expect(try read(0x00, 4) == [0x00, 0x00, 0xFF, 0xC0])
  }

  @Test func aPowerCycleForgetsTheMeasurement() throws {
    try convert()
    adapter.pause(.milliseconds(4))
    _ = try read(0x00, 4)
    chip.powerCycle()
    #expect(try read(0x00, 4) == [0, 0, 0, 0])
  }

  @Test func loadedMeasurementsStay() throws {
    chip.load(register: 0x00, value: 0x55)
    try convert()
    adapter.pause(.milliseconds(4))
    #expect(try read(0x00, 2) == [0x55, 0x00])
  }
}
