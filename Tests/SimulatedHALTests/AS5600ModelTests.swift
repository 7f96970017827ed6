import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from ams AS5600 v1-06.
@Suite("AS5600 model")
struct AS5600ModelTests {
  private let shaft = FixedShaft(radians: 0)
  private let chip: AS5600Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 1_000_000), clock: SimulationClock(.virtual))

  init() {
    chip = AS5600Model(shaft: shaft)
    adapter.attach(chip)
  }

  private func word(_ register: UInt8) throws -> Int {
    var bus = SharedI2CBus(adapter)
    let bytes = try bus.read(2, from: 0x36, register: register)
    return Int(bytes[0]) << 8 | Int(bytes[1])
  }

  @Test(
    arguments: [
      (0, 0), (Double.pi, 2048), (2 * Double.pi, 0), (-Double.pi / 2, 3072), (7 * Double.pi, 2048),
      (2 * Double.pi * 4095.6 / 4096, 0), (2 * Double.pi * 1.4 / 4096, 1),
    ] as [(Double, Int)])
  func anAngleIsItsCountWithinATurn(radians: Double, counts: Int) throws {
    shaft.turn(to: radians)
    #expect(try word(0x0C) == counts)
    #expect(try word(0x0E) == counts)
  }

  @Test func anAngleThatIsNoNumberStaysInRange() throws {
    shaft.turn(to: .nan)
    #expect(try word(0x0C) == 0)
  }

  @Test func thePointerStaysOnAWordItWasSetTo() throws {
    shaft.turn(to: Double.pi / 2)
    var bus = SharedI2CBus(adapter)
    try bus.write([0x01, 0x01, 0x00], to: 0x36)  // ZPOS: ANGLE, the next word, is another value
    #expect(try bus.read(2, from: 0x36, register: 0x0C) == [0x04, 0x00])
    shaft.turn(to: Double.pi)
    #expect(try bus.transfer(to: 0x36, write: [], read: 2) == [0x08, 0x00])
  }

  @Test func aBurstFromStatusRunsIntoTheAngle() throws {
    shaft.turn(to: Double.pi)
    var bus = SharedI2CBus(adapter)
    try bus.write([0x01, 0x01, 0x00], to: 0x36)
    #expect(try bus.read(5, from: 0x36, register: 0x0B) == [0x20, 0x08, 0x00, 0x07, 0x00])
  }

  @Test func singleByteReadsTearABurstDoesNot() throws {
    var bus = SharedI2CBus(adapter)
    shaft.turn(to: 2 * Double.pi * 255 / 4096)
    let high = try bus.read(1, from: 0x36, register: 0x0C)
    shaft.turn(to: 2 * Double.pi * 256 / 4096)
    _ = try bus.read(2, from: 0x36, register: 0x0C)
    let low = try bus.read(1, from: 0x36, register: 0x0D)
    #expect(high + low == [0x00, 0x00])
  }

  @Test func withoutAMagnetTheLastAngleStands() throws {
    shaft.turn(to: Double.pi)
    _ = try word(0x0C)
    chip.magnet = AS5600Model.Magnet(isDetected: false)
    shaft.turn(to: 1)
    #expect(try word(0x0C) == 2048)
    var bus = SharedI2CBus(adapter)
    #expect(try bus.read(1, from: 0x36, register: 0x0B) == [0x10])
    #expect(try bus.read(1, from: 0x36, register: 0x1A) == [0xFF])
  }

  @Test func statusShowsAMagnetTooNear() throws {
    chip.magnet = AS5600Model.Magnet(isTooStrong: true)
    var bus = SharedI2CBus(adapter)
    #expect(try bus.read(1, from: 0x36, register: 0x0B) == [0x28])
    #expect(try bus.read(1, from: 0x36, register: 0x1A) == [0x00])
  }

  /// ZPOS 1024, MPOS 3072: half a turn spread over 4096 counts; outside, the nearer end.
  @Test(arguments: [(1024, 0), (2048, 2048), (3071, 4094), (3200, 4095), (1000, 0)])
  func angleIsScaledIntoItsRange(raw: Int, angle: Int) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x01, 0x04, 0x00, 0x0C, 0x00], to: 0x36)
    shaft.turn(to: 2 * Double.pi * Double(raw) / 4096)
    #expect(try word(0x0C) == raw)
    #expect(try word(0x0E) == angle)
  }

  @Test func burningIsCountedNotDone() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0xFF, 0x80], to: 0x36)
    #expect(chip.burnCommands == 1)
    #expect(chip.peek(register: 0x00) == 0)
  }

  @Test func readOnlyRegistersStay() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x0B, 0x00, 0x0F, 0xFF], to: 0x36)
    #expect(try bus.read(3, from: 0x36, register: 0x0B) == [0x20, 0x00, 0x00])
  }

  @Test func aPowerCycleForgetsTheSettings() throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x07, 0x03, 0x00], to: 0x36)
    #expect(try word(0x07) == 0x0300)
    chip.powerCycle()
    #expect(try word(0x07) == 0)
  }
}
