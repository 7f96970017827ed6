import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from Vishay document 84274.
@Suite("VCNL4040 model")
struct VCNL4040ModelTests {
  private let light = FixedLight(LightReading(reflected: 0.5, lux: 100))
  private let chip: VCNL4040Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = VCNL4040Model(light: light)
    adapter.attach(chip)
  }

  private func word(_ register: UInt8) throws -> Int {
    var bus = SharedI2CBus(adapter)
    let bytes = try bus.read(2, from: 0x60, register: register)
    return Int(bytes[1]) << 8 | Int(bytes[0])
  }

  private func write(_ register: UInt8, _ word: UInt16) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([register, UInt8(word & 0xFF), UInt8(word >> 8)], to: 0x60)
  }

  @Test func bothSensorsAreShutDownAtPowerOn() throws {
    #expect(try word(0x0C) == 0x0186)
    #expect(try word(0x00) == 1)
    #expect(try word(0x03) == 1)
    adapter.pause(.milliseconds(700))
    #expect(try word(0x08) == 0)
    #expect(try word(0x09) == 0)
  }

  @Test func aReadNeedsTheRepeatedStart() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x0C], to: 0x60)
    #expect(try bus.transfer(to: 0x60, write: [], read: 2) == [0x01, 0x00])  // ALS_CONF
  }

  @Test func proximityFollowsCurrentTimeAndCancellation() throws {
    try write(0x04, 0x0700)  // 200 mA
    try write(0x03, 0x080E)  // 8 T, 1/40, 16 bits: 40 ms
    adapter.pause(.milliseconds(39))
    #expect(try word(0x08) == 0)
    adapter.pause(.milliseconds(2))
    #expect(try word(0x08) == 32768)
    try write(0x05, 1000)
    adapter.pause(.milliseconds(41))
    #expect(try word(0x08) == 31768)
    try write(0x05, 0)
    try write(0x04, 0x0200)  // 100 mA
    adapter.pause(.milliseconds(41))
    #expect(try word(0x08) == 16384)
    try write(0x03, 0x000E)  // 12 bits
    adapter.pause(.milliseconds(41))
    #expect(try word(0x08) == 1024)
    light.set(LightReading(reflected: 9, lux: 0))
    adapter.pause(.milliseconds(41))
    #expect(try word(0x08) == 4095)
  }

  @Test(arguments: zip([0, 1, 2, 3] as [UInt16], [1000, 2000, 4000, 8000]))
  func illuminanceFollowsTheTime(field: UInt16, counts: Int) throws {
    try write(0x00, field << 6)
    adapter.pause(.milliseconds(80 << Int64(field) - 1))
    #expect(try word(0x09) == 0)
    adapter.pause(.milliseconds(2))
    #expect(try word(0x09) == counts)
  }

  @Test func aPowerCycleShutsBothDown() throws {
    try write(0x03, 0x0804)
    chip.powerCycle()
    #expect(try word(0x03) == 1)
  }

  @Test func measurementsAreReadOnlyAndLoadedOnesStay() throws {
    try write(0x08, 0x1234)
    #expect(try word(0x08) == 0)
    chip.load(register: 0x08, value: 4321)
    try write(0x03, 0x0804)
    adapter.pause(.milliseconds(100))
    #expect(try word(0x08) == 4321)
  }
}
