import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from NXP PCA9685 Rev. 4.
@Suite("PCA9685 model")
struct PCA9685ModelTests {
  private let chip = PCA9685Model(address: 0x40)
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 1_000_000), clock: SimulationClock(.virtual))

  private func awake(_ mode1: UInt8 = 0x20) throws -> SharedI2CBus {
    adapter.attach(chip)
    var bus = SharedI2CBus(adapter)
    try bus.write([0x00, mode1], to: 0x40)
    return bus
  }

  @Test func powersOnAsTable4Says() {
    let values: [(UInt8, UInt8)] = [
      (0x00, 0x11), (0x01, 0x04), (0x02, 0xE2), (0x03, 0xE4), (0x04, 0xE8), (0x05, 0xE0),
      (0x06, 0x00), (0x09, 0x10), (0x45, 0x10), (0xFD, 0x10), (0xFE, 0x1E),
    ]
    for (register, value) in values { #expect(chip.peek(register: register) == value) }
    #expect(chip.duty(0) == 0)
  }

  @Test func thePointerMovesOnlyWithAutoIncrement() throws {
    var bus = try awake(0x00)
    #expect(try bus.read(3, from: 0x40, register: 0x01) == [0x04, 0x04, 0x04])
    try bus.write([0x00, 0x20], to: 0x40)
    #expect(try bus.read(3, from: 0x40, register: 0x01) == [0x04, 0xE2, 0xE4])
  }

  @Test func thePointerWrapsAfterTheLastChannelAndAfterPrescale() throws {
    var bus = try awake()
    #expect(try bus.read(2, from: 0x40, register: 0x45) == [0x10, 0x20])
    #expect(try bus.read(2, from: 0x40, register: 0xFE) == [0x1E, 0x20])
  }

  @Test func prescaleIsWrittenOnlyAsleepAndNeverBelow3() throws {
    var bus = try awake()
    try bus.write([0xFE, 0x79], to: 0x40)
    #expect(chip.peek(register: 0xFE) == 0x1E)
    try bus.write([0x00, 0x30], to: 0x40)
    try bus.write([0xFE, 0x79], to: 0x40)
    #expect(abs(chip.frequency - 50.0288) < 1e-4)
    try bus.write([0xFE, 0x00], to: 0x40)
    #expect(chip.peek(register: 0xFE) == 0x03)
  }

  @Test func outputsChangeAtTheStop() throws {
    var bus = try awake()
    try bus.write([0x06, 0x00, 0x00, 0x00, 0x04], to: 0x40)
    #expect(chip.duty(0) == 0.25)
    // Until its STOP a burst is only in the registers.
    _ = chip.start(address: 0x40, reading: false, at: MonotonicInstant(nanoseconds: 0))
    for byte: UInt8 in [0x06, 0x00, 0x00, 0x00, 0x08] {
      #expect(chip.write(byte, at: MonotonicInstant(nanoseconds: 0)))
    }
    #expect(chip.duty(0) == 0.25)
    chip.stop(at: MonotonicInstant(nanoseconds: 0))
    #expect(chip.duty(0) == 0.5)
  }

  @Test func withOCHAChannelChangesAtItsLastByte() throws {
    var bus = try awake()
    try bus.write([0x01, 0x0C], to: 0x40)
    try bus.write([0x06, 0x00, 0x00, 0x00], to: 0x40)
    #expect(chip.duty(0) == 0)
    try bus.write([0x09, 0x08], to: 0x40)
    #expect(chip.duty(0) == 0.5)
  }

  @Test func fullOffWinsOverFullOn() throws {
    var bus = try awake()
    try bus.write([0x06, 0x00, 0x10, 0x00, 0x00], to: 0x40)
    #expect(chip.duty(0) == 1)
    try bus.write([0x06, 0x00, 0x10, 0x00, 0x10], to: 0x40)
    #expect(chip.duty(0) == 0)
  }

  @Test func aPulseMayWrapAroundThePeriod() throws {
    var bus = try awake()
    // ON 3072, OFF 1024: high for half of the period.
    try bus.write([0x06, 0x00, 0x0C, 0x00, 0x04], to: 0x40)
    #expect(chip.duty(0) == 0.5)
  }

  @Test func allLedWritesEveryChannelAndReadsZero() throws {
    var bus = try awake()
    try bus.write([0xFA, 0x00, 0x00, 0x00, 0x08], to: 0x40)
    #expect((0..<16).allSatisfy { chip.duty($0) == 0.5 })
    #expect(try bus.read(4, from: 0x40, register: 0xFA) == [0, 0, 0, 0])
  }

  @Test func restartIsSetBySleepingWhileRunningAndStopsTheOutputs() throws {
    var bus = try awake()
    try bus.write([0x06, 0x00, 0x00, 0x00, 0x08], to: 0x40)
    try bus.write([0x00, 0x30], to: 0x40)
    #expect(chip.peek(register: 0x00) == 0xB0)
    #expect(chip.duty(0) == 0)
    try bus.write([0x00, 0x20], to: 0x40)
    #expect(chip.peek(register: 0x00) == 0xA0)
    #expect(chip.duty(0) == 0)
    try bus.write([0x00, 0xA0], to: 0x40)
    #expect(chip.peek(register: 0x00) == 0x20)
    #expect(chip.duty(0) == 0.5)
  }

  @Test func sleepingWithAllChannelsFullOffNeedsNoRestart() throws {
    var bus = try awake()
    try bus.write([0x00, 0x30], to: 0x40)
    #expect(chip.peek(register: 0x00) == 0x30)
  }

  @Test func aWriteToAChannelClearsRestart() throws {
    var bus = try awake()
    try bus.write([0x06, 0x00, 0x00, 0x00, 0x08], to: 0x40)
    try bus.write([0x00, 0x30], to: 0x40)
    try bus.write([0x00, 0x20], to: 0x40)
    try bus.write([0x0A, 0x00, 0x00, 0x00, 0x04], to: 0x40)
    #expect(chip.peek(register: 0x00) == 0x20)
  }

  @Test func answersItsCallAddressesWhileTheyAreOn() throws {
    var bus = try awake(0x2F)
    // All-call 0x70, sub-calls 0x71, 0x72, 0x74: 8-bit E0, E2, E4, E8.
    for address: I2CAddress in [0x70, 0x71, 0x72, 0x74] {
      _ = try bus.transfer(to: address, write: [], read: 0)
    }
    try bus.write([0x00, 0x20], to: 0x70)
    for address: I2CAddress in [0x70, 0x71, 0x72, 0x74] {
      #expect(throws: BusError.self) { try bus.transfer(to: address, write: [], read: 0) }
    }
  }

  @Test func aGeneralCallOf06ResetsAndNothingElseDoes() throws {
    var bus = try awake()
    #expect(throws: BusError.self) { try bus.write([0x03], to: 0x00) }
    #expect(chip.peek(register: 0x00) == 0x20)
    #expect(throws: BusError.self) { try bus.write([0x06, 0x06], to: 0x00) }
    #expect(chip.peek(register: 0x00) == 0x20)
    try bus.write([0x06], to: 0x00)
    #expect(chip.peek(register: 0x00) == 0x11)
  }

  @Test func theOutputEnablePinWins() throws {
    let enable = SimulatedLine(level: true)
    let gated = PCA9685Model(address: 0x41, outputEnable: enable)
    adapter.attach(gated)
    var bus = SharedI2CBus(adapter)
    try bus.write([0x00, 0x20], to: 0x41)
    try bus.write([0x06, 0x00, 0x10, 0x00, 0x00], to: 0x41)
    #expect(!gated.outputsEnabled)
    #expect(gated.duty(0) == 0)
    enable.set(false)
    #expect(gated.duty(0) == 1)
  }

  @Test func invertedOutputsAreHighWhenOff() throws {
    var bus = try awake()
    try bus.write([0x01, 0x14], to: 0x40)
    #expect(chip.duty(0) == 1)
    try bus.write([0x06, 0x00, 0x00, 0x00, 0x04], to: 0x40)
    #expect(chip.duty(0) == 0.75)
  }

  @Test func aPowerCycleForgetsEverything() throws {
    var bus = try awake()
    try bus.write([0x06, 0x00, 0x10, 0x00, 0x00], to: 0x40)
    chip.powerCycle()
    #expect(chip.peek(register: 0x00) == 0x11)
    #expect(chip.duty(0) == 0)
    #expect(try bus.read(1, from: 0x40, register: 0x00) == [0x11])
  }
}
