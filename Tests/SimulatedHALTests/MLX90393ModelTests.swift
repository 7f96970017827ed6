import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from the Melexis datasheet of the MLX90393.
@Suite("MLX90393 model")
struct MLX90393ModelTests {
  private let field = FixedField(
    MagneticReading(tesla: SIMD3(15e-6, -30e-6, 242e-6), celsius: 25))
  private let chip: MLX90393Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = MLX90393Model(field: field)
    adapter.attach(chip)
  }

  private func command(_ bytes: [UInt8], _ count: Int = 1) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.transfer(to: 0x0C, write: bytes, read: count)
  }

  private func write(_ register: UInt8, _ word: UInt16) throws {
    _ = try command([0x60, UInt8(word >> 8), UInt8(word & 0xFF), register << 2])
  }

  @Test func theFirstStatusTellsTheReset() throws {
    #expect(try command([0x80])[0] & 0x04 != 0)
    #expect(try command([0x80])[0] & 0x04 == 0)
    chip.powerCycle()
    #expect(try command([0x00])[0] & 0x04 != 0)
  }

  /// 1.27 ms with OSR 0 and DIG_FILT 0; 0.150 and 0.242 µT a count; 45.2 counts a degree from 0xB4A4.
  @Test func aSingleMeasurementIsReadOnce() throws {
    _ = try command([0x80])
    #expect(try command([0x3F]) == [0x23])
    #expect(try command([0x4F], 9)[0] & 0x10 != 0)
    adapter.pause(.microseconds(1300))
    // 46244 - 452 = 0xB2E0.
    #expect(
      try command([0x4F], 9) == [0x03, 0xB2, 0xE0, 0x00, 0x64, 0xFF, 0x38, 0x03, 0xE8])
    #expect(try command([0x4F], 9)[0] & 0x10 != 0)
  }

  /// 15 µT a millisecond are 100 counts; a measurement without the temperature takes 1.01 ms.
  @Test func theFieldIsThatOfTheEnd() throws {
    let ramp = MLX90393Model(address: 0x0D, field: RisingField())
    adapter.attach(ramp)
    var bus = SharedI2CBus(adapter)
    let began = adapter.busTime
    _ = try bus.transfer(to: 0x0D, write: [0x3E], read: 1)
    adapter.pause(.milliseconds(10))
    let reply = try bus.transfer(to: 0x0D, write: [0x4E], read: 7)
    let counts = Double(Int(reply[1]) << 8 | Int(reply[2]))
    let expected = 100 * ((began - MonotonicInstant(nanoseconds: 0)).seconds * 1000 + 1.01)
    #expect(abs(counts - expected) < 10)
  }

  @Test func aBurstGoesOn() throws {
    _ = try command([0x80])
    #expect(try command([0x1E])[0] & 0x80 != 0)
    for _ in 0..<3 {
      adapter.pause(.milliseconds(2))
      #expect(try command([0x4E], 7) == [0x82, 0x00, 0x64, 0xFF, 0x38, 0x03, 0xE8])
      #expect(try command([0x4E], 1)[0] & 0x90 == 0x90)
    }
    _ = try command([0x80])
    _ = try command([0x4E], 7)
    adapter.pause(.milliseconds(2))
    #expect(try command([0x4E], 1)[0] & 0x90 == 0x10)
  }

  @Test func registersAreWrittenAndResetFromMemory() throws {
    chip.load(register: 0x01, value: 0x0040)
    try write(0x01, 0x03C0)
    #expect(try command([0x50, 0x04], 3)[1...] == [0x03, 0xC0])
    _ = try command([0xF0])
    var bus = SharedI2CBus(adapter)
    // It starts up for 1.5 ms.
    #expect(throws: BusError.self) { try bus.write([0x80], to: 0x0C) }
    adapter.pause(.microseconds(1500))
    #expect(try command([0x50, 0x04], 3) == [0x00, 0x00, 0x40])
    #expect(chip.storeCommands == 0)
    _ = try command([0xE0])
    #expect(chip.storeCommands == 1)
  }

  @Test(
    arguments: [
      (0x0020, 0x0032), (0x0040, 0x8000 + 25), (0x0060, 0x4000 + 13),
    ] as [(UInt16, UInt16)])
  func resolutionsOfX(_ bits: UInt16, _ word: UInt16) throws {
    try write(0x02, bits)
    _ = try command([0x32])
    adapter.pause(.milliseconds(2))
    #expect(try command([0x42], 3)[1...] == [UInt8(word >> 8), UInt8(word & 0xFF)])
  }

  @Test func compensationCountsFrom8000() throws {
    try write(0x01, 0x0400)
    _ = try command([0x32])
    adapter.pause(.milliseconds(2))
    #expect(try command([0x42], 3)[1...] == [0x80, 0x64])
  }

  @Test func gainAndRange() throws {
    try write(0x00, 0x000C)  // 5x
    field.set(MagneticReading(tesla: SIMD3(75e-6, 1, -1)))
    _ = try command([0x3E])
    adapter.pause(.milliseconds(2))
    #expect(try command([0x4E], 7)[1...] == [0x00, 0x64, 0x7F, 0xFF, 0x80, 0x01])
  }
}

/// 15 µT a millisecond along X.
private final class RisingField: MagneticSource {
  func magnetic(at instant: MonotonicInstant) -> MagneticReading {
    MagneticReading(tesla: SIMD3(15e-9 * Double(instant.nanoseconds) / 1000, 0, 0))
  }
}
