import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from TI SBOS397.
@Suite("TMP102 model")
struct TMP102ModelTests {
  private let body = FixedTemperature(celsius: 25)
  private let chip: TMP102Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = TMP102Model(body: body)
    adapter.attach(chip)
  }

  private func read(_ register: UInt8) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.read(2, from: 0x48, register: register)
  }

  private func write(_ bytes: [UInt8]) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write(bytes, to: 0x48)
  }

  @Test func powersOnAsTheDatasheetSays() throws {
    #expect(try read(0x00) == [0x00, 0x00])
    #expect(try read(0x01) == [0x60, 0xA0])
    #expect(try read(0x02) == [0x4B, 0x00])
    #expect(try read(0x03) == [0x50, 0x00])
  }

  /// Table 6-8, twelve bits.
  @Test(
    arguments: [
      (130, [0x7F, 0xF0]), (75, [0x4B, 0x00]), (0.25, [0x00, 0x40]), (-0.25, [0xFF, 0xC0]),
      (-25, [0xE7, 0x00]), (-55, [0xC9, 0x00]), (.nan, [0x00, 0x00]),
    ] as [(Double, [UInt8])])
  func aTemperatureIsTwelveBits(celsius: Double, bytes: [UInt8]) throws {
    body.set(celsius: celsius)
    _ = try read(0x00)
    adapter.pause(.milliseconds(26))
    #expect(try read(0x00) == bytes)
  }

  /// Table 6-9, thirteen bits, and bit 0.
  @Test(
    arguments: [
      (150, [0x4B, 0x01]), (128, [0x40, 0x01]), (75, [0x25, 0x81]), (-0.25, [0xFF, 0xE1]),
      (-55, [0xE4, 0x81]), (0, [0x00, 0x01]),
    ] as [(Double, [UInt8])])
  func theExtendedModeHasThirteenBits(celsius: Double, bytes: [UInt8]) throws {
    body.set(celsius: celsius)
    try write([0x01, 0x60, 0xB0])
    _ = try read(0x00)
    adapter.pause(.milliseconds(26))
    #expect(try read(0x00) == bytes)
  }

  @Test func aConversionTakesItsTimeAndComesAtItsRate() throws {
    #expect(try read(0x00) == [0x00, 0x00])
    adapter.pause(.milliseconds(25))
    #expect(try read(0x00) == [0x00, 0x00])
    adapter.pause(.milliseconds(1))
    #expect(try read(0x00) == [0x19, 0x00])
    body.set(celsius: 50)
    adapter.pause(.milliseconds(200))
    #expect(try read(0x00) == [0x19, 0x00])
    adapter.pause(.milliseconds(50))
    #expect(try read(0x00) == [0x32, 0x00])
  }

  @Test func aShutdownStopsAndOneShotConvertsOnce() throws {
    try write([0x01, 0x61, 0xA0])
    adapter.pause(.milliseconds(500))
    #expect(try read(0x00) == [0x00, 0x00])
    try write([0x01, 0xE1, 0xA0])
    adapter.pause(.milliseconds(26))
    #expect(try read(0x00) == [0x19, 0x00])
    body.set(celsius: 50)
    adapter.pause(.milliseconds(500))
    #expect(try read(0x00) == [0x19, 0x00])
  }

  @Test func aConversionBeginsAnewAfterAShutdown() throws {
    _ = try read(0x00)
    adapter.pause(.milliseconds(26))
    #expect(try read(0x00) == [0x19, 0x00])
    try write([0x01, 0x61, 0xA0])
    body.set(celsius: 50)
    adapter.pause(.milliseconds(500))
    try write([0x01, 0x60, 0xA0])
    adapter.pause(.milliseconds(25))
    #expect(try read(0x00) == [0x19, 0x00])
    adapter.pause(.milliseconds(1))
    #expect(try read(0x00) == [0x32, 0x00])
  }

  /// AL is 1 below the limit with POL = 0: THIGH is 80 °C, TLOW 75 °C.
  @Test func theAlertBitFollowsTheLimits() throws {
    _ = try read(0x00)
    for (celsius, low) in [(81, 0x80), (77, 0x80), (74, 0xA0), (79, 0xA0)] as [(Double, UInt8)] {
      body.set(celsius: celsius)
      adapter.pause(.milliseconds(250))
      _ = try read(0x00)
      #expect(try read(0x01) == [0x60, low])
    }
  }

  @Test func fixedBitsStay() throws {
    try write([0x01, 0x1F, 0xFF])
    #expect(try read(0x01) == [0x7F, 0xF0])
  }

  @Test func aPowerCycleForgetsSettingsAndTemperature() throws {
    try write([0x01, 0x60, 0xB0])
    chip.powerCycle()
    #expect(try read(0x01) == [0x60, 0xA0])
    #expect(try read(0x00) == [0x00, 0x00])
  }
}
