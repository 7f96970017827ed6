import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from NXP LM75A rev. 11 and PCT2075 rev. 9.
@Suite("LM75 model")
struct LM75ModelTests {
  private let body = FixedTemperature(celsius: 25)
  private let chip: LM75Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = LM75Model(body: body)
    adapter.attach(chip)
  }

  private func read(_ register: UInt8, count: Int = 2) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.read(count, from: 0x48, register: register)
  }

  private func write(_ bytes: [UInt8]) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write(bytes, to: 0x48)
  }

  @Test func powersOnAsTable5Says() throws {
    #expect(try read(0x00) == [0x00, 0x00])
    #expect(try read(0x01, count: 1) == [0x00])
    #expect(try read(0x02) == [0x4B, 0x00])
    #expect(try read(0x03) == [0x50, 0x00])
    #expect(try read(0x04, count: 1) == [0x00])
  }

  /// Table 9 of the LM75A.
  @Test(
    arguments: [
      (126, [0x7D, 0x00]), (25, [0x19, 0x00]), (0.125, [0x00, 0x20]), (-0.125, [0xFF, 0xE0]),
      (-25, [0xE7, 0x00]), (-55, [0xC9, 0x00]), (-60, [0xC9, 0x00]), (.nan, [0x00, 0x00]),
    ] as [(Double, [UInt8])])
  func aTemperatureIsElevenBits(celsius: Double, bytes: [UInt8]) throws {
    body.set(celsius: celsius)
    _ = try read(0x00)
    adapter.pause(.milliseconds(100))
    #expect(try read(0x00) == bytes)
  }

  @Test func aConversionTakesItsTime() throws {
    #expect(try read(0x00) == [0x00, 0x00])
    adapter.pause(.milliseconds(99))
    #expect(try read(0x00) == [0x00, 0x00])
    adapter.pause(.milliseconds(1))
    #expect(try read(0x00) == [0x19, 0x00])
    body.set(celsius: 50)
    adapter.pause(.milliseconds(50))
    #expect(try read(0x00) == [0x19, 0x00])
    adapter.pause(.milliseconds(50))
    #expect(try read(0x00) == [0x32, 0x00])
  }

  @Test func registersKeepTheirBits() throws {
    try write([0x01, 0xFF])
    #expect(try read(0x01, count: 1) == [0x1F])
    try write([0x03, 0x5A, 0xFF])
    #expect(try read(0x03) == [0x5A, 0x80])
    try write([0x02, 0x5A])
    #expect(try read(0x02) == [0x4B, 0x00])
  }

  @Test func aShutdownStopsTheConversions() throws {
    _ = try read(0x00)
    adapter.pause(.milliseconds(100))
    _ = try read(0x00)
    try write([0x01, 0x01])
    body.set(celsius: 50)
    adapter.pause(.milliseconds(500))
    #expect(try read(0x00) == [0x19, 0x00])
    try write([0x01, 0x00])
    adapter.pause(.milliseconds(100))
    #expect(try read(0x00) == [0x32, 0x00])
  }

  @Test func aPowerCycleForgetsSettingsAndTemperature() throws {
    _ = try read(0x00)
    adapter.pause(.milliseconds(100))
    try write([0x01, 0x08])
    chip.powerCycle()
    #expect(try read(0x00) == [0x00, 0x00])
    #expect(try read(0x01, count: 1) == [0x00])
  }
}
