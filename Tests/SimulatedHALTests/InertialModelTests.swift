import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// A bus with one inertial sensor that moves as told.
struct InertialBench {
  let motion = FixedMotion(
    InertialState(
      specificForce: [9.80665, -4.903325, 0], angularVelocity: [0.174532925, 0, -0.34906585],
      magneticField: [30e-6, 15e-6, -42e-6], celsius: 36.53))
  let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  func write(_ bytes: [UInt8], to address: I2CAddress) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write(bytes, to: address)
  }

  func read(_ count: Int, _ register: UInt8, from address: I2CAddress) throws -> [UInt8] {
    var bus = SharedI2CBus(adapter)
    return try bus.read(count, from: address, register: register)
  }

  func pause(_ milliseconds: Int64) { adapter.pause(.milliseconds(milliseconds)) }
}

/// Expectations from InvenSense RM-MPU-6000A-00 4.2.
@Suite("MPU6050 model")
struct MPU6050ModelTests {
  private let bench = InertialBench()
  private let chip: MPU6050Model

  init() {
    chip = MPU6050Model(source: bench.motion)
    bench.adapter.attach(chip)
  }

  private func read(_ count: Int, _ register: UInt8) throws -> [UInt8] {
    try bench.read(count, register, from: 0x68)
  }

  @Test func powersOnAsleep() throws {
    #expect(try read(1, 0x75) == [0x68])
    #expect(try read(1, 0x6B) == [0x40])
    bench.pause(10)
    #expect(try read(15, 0x3A) == [UInt8](repeating: 0, count: 15))
  }

  /// 16384 counts per g, 131 per °/s, 0 counts at 36.53 °C.
  @Test func measuresInOneBurst() throws {
    try bench.write([0x6B, 0x01], to: 0x68)
    bench.pause(2)
    #expect(
      try read(15, 0x3A) == [
        0x01, 0x40, 0x00, 0xE0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x1E, 0x00, 0x00, 0xF5, 0xC4,
      ])
  }

  /// ±16 g: 2048 per g; ±2000 °/s: 16.4 per °/s.
  @Test func rangesScale() throws {
    try bench.write([0x1B, 0x18, 0x18], to: 0x68)
    try bench.write([0x6B, 0x01], to: 0x68)
    bench.pause(2)
    #expect(try read(2, 0x3B) == [0x08, 0x00])
    #expect(try read(2, 0x43) == [0x00, 0xA4])
  }

  @Test func dataReadyIsClearedByReadingIt() throws {
    try bench.write([0x19, 0x09, 0x01], to: 0x68)  // 100 Hz, with the filter
    try bench.write([0x6B, 0x01], to: 0x68)
    bench.pause(10)
    #expect(try read(1, 0x3A) == [0x01])
    #expect(try read(1, 0x3A) == [0x00])
    bench.pause(10)
    #expect(try read(1, 0x3A) == [0x01])
  }

  @Test func inputsClipAtTheirRange() throws {
    bench.motion.set(InertialState(specificForce: [30, -30, 0]))
    try bench.write([0x6B, 0x01], to: 0x68)
    bench.pause(2)
    #expect(try read(4, 0x3B) == [0x7F, 0xFF, 0x80, 0x00])
  }

  @Test func aResetForgetsTheSettings() throws {
    try bench.write([0x6B, 0x01], to: 0x68)
    try bench.write([0x1C, 0x18], to: 0x68)
    try bench.write([0x6B, 0x80], to: 0x68)
    #expect(try read(1, 0x1C) == [0x00])
    #expect(try read(1, 0x6B) == [0x40])
    try bench.write([0x6B, 0x01], to: 0x68)
    chip.powerCycle()
    #expect(try read(1, 0x6B) == [0x40])
  }

  @Test func theIdentityCannotBeWritten() throws {
    try bench.write([0x75, 0x11], to: 0x68)
    #expect(try read(1, 0x75) == [0x68])
  }
}

/// Expectations from ST DS12140 rev 2.
@Suite("LSM6DSO model")
struct LSM6DSOModelTests {
  private let bench = InertialBench()
  private let chip: LSM6DSOModel

  init() {
    chip = LSM6DSOModel(source: bench.motion)
    bench.adapter.attach(chip)
  }

  private func read(_ count: Int, _ register: UInt8) throws -> [UInt8] {
    try bench.read(count, register, from: 0x6A)
  }

  @Test func powersOnAsSection9Says() throws {
    #expect(try read(1, 0x0F) == [0x6C])
    #expect(try read(3, 0x10) == [0x00, 0x00, 0x04])
    #expect(try read(1, 0x18) == [0xE0])
    bench.pause(100)
    #expect(try read(1, 0x1E) == [0x00])
  }

  /// ±2 g: 0.061 mg, ±250 °/s: 8.75 m°/s: 16393, -8197, 0; 1143, 0, -2286; (36.53 - 25) · 256 = 2952.
  @Test func measuresInOneBurst() throws {
    try bench.write([0x10, 0x40], to: 0x6A)
    try bench.write([0x11, 0x40], to: 0x6A)
    bench.pause(25)
    let reply = try read(16, 0x1E)
    #expect(
      reply == [
        0x07, 0x00, 0x88, 0x0B, 0x77, 0x04, 0x00, 0x00, 0x12, 0xF7, 0x09, 0x40, 0xFB, 0xDF, 0x00,
        0x00,
      ])
  }

  @Test func flagsAreClearedByReadingTheMeasurement() throws {
    try bench.write([0x10, 0x40], to: 0x6A)
    bench.pause(10)
    #expect(try read(1, 0x1E)[0] & 0x03 == 0x01)
    #expect(try read(1, 0x1E)[0] & 0x03 == 0x01)
    _ = try read(6, 0x28)
    #expect(try read(1, 0x1E)[0] & 0x03 == 0x00)
  }

  @Test func withoutIncrementTheAddressStays() throws {
    try bench.write([0x12, 0x40], to: 0x6A)
    #expect(try read(2, 0x0F) == [0x6C, 0x6C])
  }

  @Test func aSoftwareResetTakes50Microseconds() throws {
    try bench.write([0x10, 0x40], to: 0x6A)
    try bench.write([0x12, 0x05], to: 0x6A)
    #expect(chip.peek(register: 0x12) == 0x05)
    bench.adapter.pause(.microseconds(50))
    #expect(try read(1, 0x12) == [0x04])
    #expect(try read(1, 0x10) == [0x00])
  }
}

/// Expectations from BST-BNO055-DS000 1.8.
@Suite("BNO055 model")
struct BNO055ModelTests {
  private let bench = InertialBench()
  private let chip: BNO055Model

  init() {
    chip = BNO055Model(source: bench.motion)
    bench.adapter.attach(chip)
  }

  private func read(_ count: Int, _ register: UInt8) throws -> [UInt8] {
    try bench.read(count, register, from: 0x28)
  }

  @Test func afterALossOfPowerItIsSilentFor650Milliseconds() throws {
    chip.powerCycle()
    #expect(throws: BusError.self) { try read(1, 0x00) }
    bench.pause(600)
    #expect(throws: BusError.self) { try read(1, 0x00) }
    bench.pause(50)
    #expect(try read(8, 0x00) == [0xA0, 0xFB, 0x32, 0x0F, 0x11, 0x03, 0x15, 0x00])
  }

  @Test func aModeTakes7MillisecondsToStart() throws {
    #expect(try read(1, 0x39) == [0x00])
    try bench.write([0x3D, 0x0C], to: 0x28)
    bench.pause(6)
    #expect(try read(1, 0x39) == [0x00])
    bench.pause(2)
    #expect(try read(1, 0x39) == [0x05])
  }

  /// A quarter turn about X: the sensor's Y axis points up, and gravity lies along it.
  @Test func theFusionGivesWhatTheSourceSays() throws {
    let half = 0.7071067811865476
    bench.motion.set(
      InertialState(
        specificForce: [1, 9.80665, 0], angularVelocity: [0, 0, 0.0174532925],
        magneticField: [20e-6, 0, 0], orientation: [half, half, 0, 0], celsius: 26))
    try bench.write([0x3D, 0x0C], to: 0x28)
    bench.pause(20)
    let reply = try read(51, 0x08)
    #expect(Array(reply[0..<6]) == [0x64, 0x00, 0xD5, 0x03, 0x00, 0x00])
    #expect(Array(reply[6..<8]) == [0x40, 0x01])
    #expect(Array(reply[16..<18]) == [0x10, 0x00])
    #expect(Array(reply[24..<32]) == [0x41, 0x2D, 0x41, 0x2D, 0, 0, 0, 0])
    #expect(Array(reply[32..<38]) == [0x64, 0x00, 0x00, 0x00, 0x00, 0x00])
    #expect(reply[44] == 0x1A)
    #expect(reply[49] == 0x05)
  }

  @Test func settingsChangeInTheConfigurationModeOnly() throws {
    try bench.write([0x41, 0x21], to: 0x28)
    #expect(try read(1, 0x41) == [0x21])
    try bench.write([0x3D, 0x08], to: 0x28)
    try bench.write([0x41, 0x24], to: 0x28)
    #expect(try read(1, 0x41) == [0x21])
  }

  @Test func pagesAreApart() throws {
    try bench.write([0x07, 0x01], to: 0x28)
    #expect(try read(1, 0x08) == [0x0D])
    #expect(try read(1, 0x07) == [0x01])
    try bench.write([0x07, 0x00], to: 0x28)
    #expect(try read(1, 0x08) == [0x00])
  }

  @Test func aResetTakes650MillisecondsAndClearsAnError() throws {
    chip.systemError = 0x03
    #expect(try read(2, 0x39) == [0x01, 0x03])
    try bench.write([0x3F, 0x20], to: 0x28)
    #expect(throws: BusError.self) { try read(1, 0x00) }
    bench.pause(650)
    #expect(try read(2, 0x39) == [0x00, 0x00])
  }
}
