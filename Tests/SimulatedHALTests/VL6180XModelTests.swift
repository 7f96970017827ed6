import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from ST DocID026171 Rev 6 and AN4545.
@Suite("VL6180X model")
struct VL6180XModelTests {
  private let target = FixedTarget(metres: 0.05)
  private let chip: VL6180XModel
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = VL6180XModel(target: target)
    adapter.attach(chip)
  }

  private func read(_ register: UInt16, _ count: Int = 1) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.transfer(
      to: 0x29, write: [UInt8(register >> 8), UInt8(register & 0xFF)], read: count)
  }

  private func write(_ register: UInt16, _ bytes: UInt8...) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([UInt8(register >> 8), UInt8(register & 0xFF)] + bytes, to: 0x29)
  }

  /// The settings of AN4545, in the bursts that its addresses allow.
  private func tune() throws {
    try write(0x207, 0x01, 0x01)
    try write(0x096, 0x00, 0xFD)
    try write(0x0E3, 0x00, 0x04, 0x02, 0x01, 0x03)
    try write(0x0F5, 0x02)
    try write(0x0D9, 0x05)
    try write(0x0DB, 0xCE, 0x03, 0xF8)
    for register: UInt16 in [0x09F, 0x0B7, 0x1AD, 0x030] { try write(register, 0x00) }
    for register: UInt16 in [0x0A3, 0x0BB] { try write(register, 0x3C) }
    for register: UInt16 in [0x0B2, 0x0CA] { try write(register, 0x09) }
    try write(0x198, 0x01)
    try write(0x1B0, 0x17)
    for register: UInt16 in [0x0FF, 0x100, 0x199] { try write(register, 0x05) }
    try write(0x1A6, 0x1B, 0x1F)
    try write(0x1AC, 0x3E)
  }

  @Test func resetValues() throws {
    #expect(try read(0x000) == [0xB4])
    #expect(try read(0x016) == [0x01])
    #expect(try read(0x01B, 2) == [0xFF, 0x31])
    #expect(try read(0x04D, 3) == [0x01, 0x00, 0x00])
  }

  @Test func aSingleRangeRaisesTheInterruptOnce() throws {
    try tune()
    try write(0x014, 0x04)
    try write(0x018, 0x01)
    #expect(try read(0x018) == [0x00])
    #expect(try read(0x04D) == [0x00])  // busy
    adapter.pause(.milliseconds(20))
    #expect(try read(0x04D, 3) == [0x01, 0x00, 0x04])
    #expect(try read(0x062) == [50])
    try write(0x015, 0x07)
    adapter.pause(.milliseconds(100))
    #expect(try read(0x04F) == [0x00])
  }

  @Test func aContinuousMeasurementRepeatsUntilItIsStopped() throws {
    try tune()
    try write(0x014, 0x04)
    try write(0x01B, 0x04)  // 50 ms
    try write(0x018, 0x03)
    #expect(try read(0x018) == [0x02])
    adapter.pause(.milliseconds(20))
    #expect(try read(0x04F) == [0x04])
    try write(0x015, 0x07)
    target.move(to: 0.12)
    // The second begins at 50 ms and takes 10.6 ms.
    adapter.pause(.milliseconds(37))
    #expect(try read(0x04F) == [0x00])
    adapter.pause(.milliseconds(5))
    #expect(try read(0x04F) == [0x04])
    #expect(try read(0x062) == [120])
    try write(0x018, 0x01)
    adapter.pause(.milliseconds(60))
    #expect(try read(0x018) == [0x00])
    #expect(try read(0x04D)[0] & 0x01 == 1)
    try write(0x015, 0x07)
    adapter.pause(.milliseconds(200))
    #expect(try read(0x04F) == [0x00])
  }

  @Test func withoutATargetNothingConverges() throws {
    try tune()
    try write(0x014, 0x04)
    target.move(to: .infinity)
    try write(0x018, 0x01)
    adapter.pause(.milliseconds(20))
    #expect(try read(0x04F) == [0x00])  // 49 ms
    adapter.pause(.milliseconds(60))
    #expect(try read(0x04D, 3) == [0x71, 0x00, 0x04])
    #expect(try read(0x062) == [255])
  }

  @Test func withoutTheTuningRangesAreWrong() throws {
    try write(0x018, 0x01)
    adapter.pause(.milliseconds(20))
    #expect(try read(0x062) == [150])
    try tune()
    try write(0x018, 0x01)
    adapter.pause(.milliseconds(20))
    #expect(try read(0x062) == [50])
    chip.powerCycle()
    #expect(try read(0x016) == [0x01])
    try write(0x018, 0x01)
    adapter.pause(.milliseconds(20))
    #expect(try read(0x062) == [150])
  }

  @Test func resultsAndIdentityAreReadOnly() throws {
    try write(0x000, 0x00)
    try write(0x062, 0x55)
    #expect(try read(0x000) == [0xB4])
    #expect(try read(0x062) == [0x00])
  }

  @Test func loadedResultsStay() throws {
    chip.load(register: 0x62, value: 77)
    try write(0x018, 0x03)
    adapter.pause(.milliseconds(300))
    #expect(try read(0x062) == [77])
    chip.powerCycle()
    #expect(chip.peek(register: 0x62) == 77)
  }
}
