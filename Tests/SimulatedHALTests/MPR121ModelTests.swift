import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from NXP MPR121 rev 4 and AN3889.
@Suite("MPR121 model")
struct MPR121ModelTests {
  private let electrodes = FixedCapacitances(farads: 10e-12)
  private let chip: MPR121Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = MPR121Model(electrodes: electrodes)
    adapter.attach(chip)
  }

  private func write(_ bytes: [UInt8]) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write(bytes, to: 0x5A)
  }

  private func read(_ count: Int, _ register: UInt8) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.read(count, from: 0x5A, register: register)
  }

  private func counts(_ electrode: Int) throws -> Int {
    let bytes = try read(2, UInt8(0x04 + 2 * electrode))
    return Int(bytes[1]) << 8 | Int(bytes[0])
  }

  @Test func reset() throws {
    try write([0x41, 0x0C])
    try write([0x80, 0x63])
    #expect(try read(1, 0x41) == [0x00])
    #expect(try read(3, 0x5C) == [0x10, 0x24, 0x00])
    try write([0x41, 0x0C])
    chip.powerCycle()
    #expect(try read(1, 0x41) == [0x00])
  }

  @Test func settingsAreTakenInStopModeOnly() throws {
    try write([0x5E, 0x8C])
    try write([0x41, 0x0C])
    #expect(try read(1, 0x41) == [0x00])
    try write([0x77, 0x01])
    #expect(try read(1, 0x77) == [0x01])
    try write([0x5E, 0x00])
    try write([0x41, 0x0C, 0x06])
    #expect(try read(2, 0x41) == [0x0C, 0x06])
  }

  /// 16 µA for 0.5 µs into 10 pF are 0.8 V: 248 of 1024 at 3.3 V. Four samples of 16 ms make a number.
  @Test func dataComesAfterTheSamplingTime() throws {
    try write([0x5E, 0xC2])
    adapter.pause(.milliseconds(60))
    #expect(try counts(0) == 0)
    adapter.pause(.milliseconds(5))
    #expect(try counts(0) == 248)
    #expect(try counts(2) == 0)  // not enabled
    electrodes.set(1, farads: 20e-12)
    #expect(try counts(1) == 248)
    adapter.pause(.milliseconds(64))
    #expect(try counts(1) == 124)
  }

  @Test func aTouchIsAFallBelowTheBaseline() throws {
    try write([0x41, 12, 6])
    try write([0x5D, 0x20])
    try write([0x5E, 0xC1])
    adapter.pause(.milliseconds(5))
    #expect(try read(2, 0x00) == [0, 0])
    #expect(try read(1, 0x1E) == [248 >> 2])
    // 235 is 13 below, 241 is 7 below, 243 is 5 below.
    for (farads, touched) in [(10.52e-12, 1), (10.27e-12, 1), (10.19e-12, 0)] {
      electrodes.set(0, farads: farads)
      adapter.pause(.milliseconds(5))
      #expect(try read(1, 0x00) == [UInt8(touched)])
    }
  }

  @Test func aBaselineOfFiveBits() throws {
    try write([0x5E, 0x81])
    adapter.pause(.milliseconds(65))
    #expect(try read(1, 0x1E) == [0xE0 >> 2])  // 248 = 0xF8
  }

  @Test func anOvercurrentStopsTheChip() throws {
    try write([0x5E, 0x8C])
    chip.hasOvercurrent = true
    #expect(try read(2, 0x00) == [0x00, 0x80])
    #expect(try read(1, 0x5E) == [0x00])
    try write([0x5E, 0x8C])
    #expect(try read(1, 0x5E) == [0x00])
    try write([0x01, 0x80])
    #expect(try read(1, 0x01) == [0x00])
    try write([0x5E, 0x8C])  // it comes again
    #expect(try read(1, 0x01) == [0x80])
    chip.hasOvercurrent = false
    try write([0x01, 0x80])
    try write([0x5E, 0x8C])
    #expect(try read(1, 0x5E) == [0x8C])
  }

  /// 181/256 of 3.3 V in 10 pF are 23.3 pC: 47 µA for 0.5 µs. 100 pF need 58 µA for 4 µs.
  @Test func theSearchForChargesFindsTheTarget() throws {
    electrodes.set(1, farads: 100e-12)
    electrodes.set(2, farads: 1e-6)
    try write([0x7B, 0x0D])
    try write([0x7D, 201, 131, 181])
    try write([0x5E, 0xC3])
    adapter.pause(.milliseconds(65))
    #expect(try read(4, 0x00) == [0, 0, 0x04, 0x80])
    #expect(try read(3, 0x5F) == [47, 58, 0])
    #expect(try read(1, 0x6C) == [0x41])
    #expect(abs(try counts(0) - 4 * 181) < 8)
    #expect(abs(try counts(1) - 4 * 181) < 8)
  }

  @Test func loadedDataStays() throws {
    chip.load(register: 0x04, value: 0x5C)
    chip.load(register: 0x05, value: 0x02)
    try write([0x5E, 0x8C])
    adapter.pause(.milliseconds(100))
    #expect(try counts(0) == 604)
  }
}
