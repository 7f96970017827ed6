import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Expectations from TDK InvenSense DS-000189 1.3 and Asahi Kasei 015007392-E-02.
@Suite("ICM20948 model")
struct ICM20948ModelTests {
  private let bench = InertialBench()
  private let chip: ICM20948Model

  init() {
    chip = ICM20948Model(source: bench.motion)
    bench.adapter.attach(chip)
  }

  private func read(_ count: Int, _ register: UInt8) throws -> [UInt8] {
    try bench.read(count, register, from: 0x69)
  }

  private func write(_ register: UInt8, _ value: UInt8) throws {
    try bench.write([register, value], to: 0x69)
  }

  @Test func powersOnAsSection7Says() throws {
    #expect(try read(1, 0x00) == [0xEA])
    #expect(try read(2, 0x05) == [0x40, 0x41])
    try write(0x7F, 0x20)
    #expect(try read(2, 0x00) == [0x00, 0x01])
    #expect(try read(1, 0x14) == [0x01])
    #expect(chip.bank == 2)
  }

  @Test func banksAreApart() throws {
    try write(0x7F, 0x20)
    try write(0x00, 0x04)
    try write(0x7F, 0x00)
    #expect(try read(1, 0x00) == [0xEA])
    #expect(chip.peek(register: 0x200) == 0x04)
  }

  /// 16384 counts per g, 131 per °/s, (36.53 - 21) · 333.87 = 5185.
  @Test func measuresInOneBurst() throws {
    try write(0x06, 0x01)
    bench.pause(2)
    #expect(try read(1, 0x1A) == [0x01])
    #expect(try read(1, 0x1A) == [0x00])
    #expect(
      try read(14, 0x2D) == [
        0x40, 0x00, 0xE0, 0x00, 0x00, 0x00, 0x05, 0x1E, 0x00, 0x00, 0xF5, 0xC4, 0x14, 0x41,
      ])
  }

  private func startMaster() throws {
    try write(0x06, 0x01)
    try write(0x7F, 0x00)
    try write(0x03, 0x20)
    try write(0x7F, 0x30)
  }

  private func auxiliary(_ address: UInt8, _ register: UInt8, _ output: UInt8 = 0) throws {
    try write(0x7F, 0x30)
    try write(0x13, address)
    try write(0x14, register)
    try write(0x16, output)
    try write(0x15, 0x80)
  }

  @Test func slave4ReadsAndWritesTheMagnetometer() throws {
    try startMaster()
    try auxiliary(0x8C, 0x01)
    #expect(try read(1, 0x17) == [0x09])
    #expect(try read(1, 0x15) == [0x00])
    try auxiliary(0x0C, 0x31, 0x08)
    #expect(chip.magnetometer?.peek(register: 0x31) == 0x08)
    try write(0x7F, 0x00)
    #expect(try read(1, 0x17) == [0x40])
    #expect(try read(1, 0x17) == [0x00])
  }

  @Test func nobodyAtAnotherAddressIsANack() throws {
    try startMaster()
    try auxiliary(0x8D, 0x01)
    try write(0x7F, 0x00)
    #expect(try read(1, 0x17) == [0x50])
  }

  /// 30, -15, 42 µT in the magnetometer's axes: 200, -100, 280 counts.
  @Test func slave0FollowsTheSamples() throws {
    try startMaster()
    try auxiliary(0x0C, 0x31, 0x08)
    try write(0x03, 0x8C)
    try write(0x04, 0x10)
    try write(0x05, 0x89)
    try write(0x7F, 0x00)
    bench.pause(11)
    #expect(
      try read(9, 0x3B) == [0x01, 0xC8, 0x00, 0x9C, 0xFF, 0x18, 0x01, 0x00, 0x00])
    // Read again before it has measured anew.
    bench.pause(1)
    #expect(try read(1, 0x3B) == [0x00])
  }

  @Test func bypassedTheMagnetometerIsOnTheHostsBus() throws {
    #expect(throws: BusError.self) { try bench.read(2, 0x00, from: 0x0C) }
    try write(0x0F, 0x02)
    #expect(try bench.read(2, 0x00, from: 0x0C) == [0x48, 0x09])
  }

  @Test func anUnreadST2FreezesTheMagnetometer() throws {
    try write(0x0F, 0x02)
    try bench.write([0x31, 0x08], to: 0x0C)
    bench.pause(11)
    #expect(try bench.read(7, 0x10, from: 0x0C)[0] == 0x01)
    bench.motion.set(InertialState(magneticField: [60e-6, 0, 0]))
    bench.pause(11)
    #expect(try bench.read(2, 0x11, from: 0x0C) == [0xC8, 0x00])
    _ = try bench.read(1, 0x18, from: 0x0C)
    bench.pause(11)
    #expect(try bench.read(2, 0x11, from: 0x0C) == [0x90, 0x01])
  }

  @Test func tooStrongAFieldIsFlagged() throws {
    bench.motion.set(InertialState(magneticField: [4000e-6, -1000e-6, 0]))
    try write(0x0F, 0x02)
    try bench.write([0x31, 0x08], to: 0x0C)
    bench.pause(11)
    #expect(try bench.read(9, 0x10, from: 0x0C)[8] == 0x08)
  }

  @Test func aPowerCycleIsAReset() throws {
    try write(0x06, 0x01)
    chip.powerCycle()
    #expect(try read(1, 0x06) == [0x41])
    #expect(chip.magnetometer?.peek(register: 0x31) == 0x00)
  }
}
