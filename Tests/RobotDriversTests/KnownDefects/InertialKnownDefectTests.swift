import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

/// One test for each thing that existing drivers of inertial sensors get wrong (devices.md section 9).
@Suite("What existing drivers of inertial sensors get wrong")
struct InertialKnownDefectTests {
  private let bus = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))
  private let motion = FixedMotion()

  private func perform(_ exchanges: [CyclicExchange]) throws -> [[UInt8]] {
    var handle = SharedI2CBus(bus)
    var replies: [[UInt8]] = []
    for cyclic in exchanges {
      replies.append(
        try handle.transfer(
          to: cyclic.exchange.address, write: cyclic.exchange.request,
          read: cyclic.exchange.replyCount))
    }
    return replies
  }

  private func isHeld(_ watch: SettingsWatch) throws -> Bool {
    let reply = try perform([CyclicExchange(watch.exchange)])[0]
    return zip(reply, watch.mask).map(&) == watch.expected
  }

  // MARK: MPU6050

  @Test(
    "MPU6050: a clone's WHO_AM_I is refused (adafruit/Adafruit_MPU6050#47)",
    arguments: [0x70, 0x71, 0x98] as [UInt8])
  func aCloneIsAcceptedWithAWarning(identity: UInt8) throws {
    bus.attach(MPU6050Model(identity: identity, source: motion))
    var handle = SharedI2CBus(bus)
    let configuration = try MPU6050.Configuration()
    let report = try MPU6050.setUp(configuration, on: &handle)
    #expect(report.part.rawValue == identity)
    #expect(report.warnings == [.relative(report.part)])
    handle.pause(.milliseconds(2))
    let reply = try perform(MPU6050.exchanges(for: configuration))[0]
    let result = DecoderBench(report.decoder, reply, channels: 7)
    #expect(result.flags == [])
    #expect(abs(result.values[2] - 9.80665) < 0.01)
    #expect(abs(result.values[6] - 25) < 0.01)
  }

  @Test("MPU6050: it freezes and the old numbers look new (jrowberg/i2cdevlib#252, #519)")
  func aFrozenChipIsNotFresh() throws {
    let chip = MPU6050Model(source: motion)
    bus.attach(chip)
    var handle = SharedI2CBus(bus)
    let configuration = try MPU6050.Configuration(rate: Frequency(unchecked: 100))
    let report = try MPU6050.setUp(configuration, on: &handle)
    handle.pause(.milliseconds(10))
    let fresh = try perform(MPU6050.exchanges(for: configuration))[0]
    #expect(DecoderBench(report.decoder, fresh, channels: 7).flags == [])
    // Nothing was measured since.
    let stale = try perform(MPU6050.exchanges(for: configuration))[0]
    #expect(Array(stale.dropFirst()) == Array(fresh.dropFirst()))
    #expect(DecoderBench(report.decoder, stale, channels: 7).flags == .notReady)
    // Or it was reset to sleep.
    #expect(try isHeld(MPU6050.watch(for: configuration)))
    chip.powerCycle()
    let asleep = try perform(MPU6050.exchanges(for: configuration))[0]
    #expect(
      DecoderBench(report.decoder, asleep, channels: 7).flags == [.invalid, .wasReset])
    #expect(try !isHeld(MPU6050.watch(for: configuration)))
    try MPU6050.setUp(configuration, on: &handle)
    #expect(try isHeld(MPU6050.watch(for: configuration)))
  }

  @Test("MPU6050: the HAL writes, stops and reads: erratic values (rp-rs/rp-hal#146)")
  func theRegisterIsSelectedInTheTransferThatReadsIt() throws {
    let configuration = try MPU6050.Configuration()
    for exchange in MPU6050.exchanges(for: configuration).map(\.exchange) {
      #expect(exchange.request.count == 1 && exchange.replyCount > 0)
    }
    bus.attach(MPU6050Model(source: motion))
    var handle = SharedI2CBus(bus)
    try MPU6050.setUp(configuration, on: &handle)
    let before = bus.counters
    _ = try perform(MPU6050.exchanges(for: configuration))
    #expect(bus.counters.transfers == before.transfers + 1)
    #expect(bus.counters.messages == before.messages + 2)
  }

  /// A body that starts to move between two samples.
  private final class Ramp: InertialSource {
    func motion(at instant: MonotonicInstant) -> InertialState {
      let value = Double(instant.nanoseconds) * 1e-9
      return InertialState(
        specificForce: SIMD3(repeating: 10 * value), angularVelocity: SIMD3(repeating: value))
    }
  }

  @Test("MPU6050: axes from different instants (golden mpu6050)")
  func allAxesAreOfOneInstant() throws {
    bus.attach(MPU6050Model(source: Ramp()))
    var handle = SharedI2CBus(bus)
    let configuration = try MPU6050.Configuration()
    let report = try MPU6050.setUp(configuration, on: &handle)
    for _ in 0..<20 {
      handle.pause(.microseconds(1300))
      let reply = try perform(MPU6050.exchanges(for: configuration))[0]
      let result = DecoderBench(report.decoder, reply, channels: 7)
      #expect(result.flags == [])
      // Half a count of ±4 g and of ±500 °/s.
      #expect(abs(result.values[0] - result.values[2]) < 1e-9)
      #expect(abs(result.values[0] / 10 - result.values[3]) < 2e-4)
      #expect(abs(result.values[0] / 10 - result.values[5]) < 2e-4)
    }
  }

  // MARK: LSM6DSO

  @Test("Adafruit LSM6DS: _i3c_disable is defined twice, the second wins with the wrong bit")
  func i3cIsDisabledByBit1() throws {
    let chip = LSM6DSOModel(source: motion)
    bus.attach(chip)
    var handle = SharedI2CBus(bus)
    try LSM6DSO.setUp(LSM6DSO.Configuration(), on: &handle)
    #expect(chip.peek(register: 0x18) == 0xE2)  // DEN bits as they reset, I3C_disable
  }

  // MARK: ICM20948

  @Test("ICM20948: another program leaves another bank selected (devices.md section 5)")
  func theBankIsSelectedBeforeEachAccess() throws {
    bus.attach(ICM20948Model(source: motion))
    var handle = SharedI2CBus(bus)
    let configuration = try ICM20948.Configuration()
    try handle.write([0x7F, 0x30], to: 0x69)
    let report = try ICM20948.setUp(configuration, on: &handle)
    handle.pause(.milliseconds(15))
    try handle.write([0x7F, 0x20], to: 0x69)
    let reply = try perform(ICM20948.exchanges(for: configuration))[1]
    let result = DecoderBench(report.decoder, reply, exchange: 1, channels: 10)
    #expect(result.flags == [])
    #expect(abs(result.values[2] - 9.80665) < 0.01)
    #expect(try isHeld(ICM20948.watch(for: configuration)))
  }

  @Test("ICM20948: the magnetometer stands still when ST2 is not read (devices.md section 5)")
  func theMagnetometerFollows() throws {
    bus.attach(ICM20948Model(source: motion))
    var handle = SharedI2CBus(bus)
    let configuration = try ICM20948.Configuration(rate: Frequency(unchecked: 220))
    let report = try ICM20948.setUp(configuration, on: &handle)
    for step in 1...5 {
      let field = SIMD3(Double(step) * 15e-6, -30e-6, 45e-6)
      motion.set(InertialState(magneticField: field))
      handle.pause(.milliseconds(40))
      let reply = try perform(ICM20948.exchanges(for: configuration))[1]
      let result = DecoderBench(report.decoder, reply, exchange: 1, channels: 10)
      #expect(result.flags == [])
      for axis in 0..<3 { #expect(abs(result.values[7 + axis] - field[axis]) < 1e-7) }
    }
  }

  // MARK: BNO055

  @Test("BNO055: clock stretching (fivdi/i2c-bus#46, raspberrypi/linux#254, #4884)")
  func clockStretchingIsWarnedOf() throws {
    let configuration = try BNO055.Configuration()
    #expect(
      configuration.warnings(forBoard: "raspberrypi-4b")
        == [.clockStretching(board: "raspberrypi-4b")])
    #expect(configuration.warnings(forBoard: "raspberrypi-5").isEmpty)
    #expect(configuration.warnings(forBoard: "jetson-orin-nano").isEmpty)
    let text = configuration.warnings(forBoard: "raspberrypi-4b").map(\.description).joined()
    #expect(text.contains("stretches the clock") && text.contains("i2c-gpio"))
    // What a controller that misreads a stretched clock delivers is not believed.
    let decoder = BNO055.Decoder(mode: .imu)
    let shifted = DecoderBench(decoder, [UInt8](repeating: 0xFF, count: 51), channels: 18)
    #expect(shifted.flags == .invalid)
  }

  @Test("BNO055: the identity is there only 650 ms after a reset (devices.md section 5)")
  func aStartingChipIsAwaited() throws {
    let chip = BNO055Model(source: motion)
    bus.attach(chip)
    chip.powerCycle()
    var handle = SharedI2CBus(bus)
    let configuration = try BNO055.Configuration(mode: .ndof)
    let report = try BNO055.setUp(configuration, on: &handle)
    handle.pause(.milliseconds(20))
    let reply = try perform(BNO055.exchanges(for: configuration))[0]
    let result = DecoderBench(report.decoder, reply, channels: 21)
    #expect(result.flags == [])
    #expect(result.values[7] == 1)
    #expect(abs(result.values[2] - 9.81) < 1e-9)
    #expect(try isHeld(BNO055.watch(for: configuration)))
    chip.powerCycle()
    handle.pause(.milliseconds(10))
    #expect(throws: BusError.self) { try perform(BNO055.exchanges(for: configuration)) }
    handle.pause(.milliseconds(650))
    let lost = try perform(BNO055.exchanges(for: configuration))[0]
    #expect(DecoderBench(report.decoder, lost, channels: 21).flags == [.invalid, .wasReset])
    #expect(try !isHeld(BNO055.watch(for: configuration)))
  }
}
