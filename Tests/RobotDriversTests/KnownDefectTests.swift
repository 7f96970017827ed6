import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

/// One test for each thing that existing drivers of our devices get wrong (devices.md section 9).
@Suite("What existing drivers get wrong")
struct KnownDefectTests {
  private let bus = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  private func pwm(hertz: Double = 50) throws -> (PCA9685Model, PCA9685.Configuration) {
    let chip = PCA9685Model(address: 0x41)
    bus.attach(chip)
    let frequency = Frequency(unchecked: hertz)
    return (chip, try PCA9685.Configuration(address: 0x41, frequency: frequency))
  }

  private func encoder(radians: Double = 1) throws -> (AS5600Model, AS5600.Configuration) {
    let chip = AS5600Model(shaft: FixedShaft(radians: radians))
    bus.attach(chip)
    return (chip, try AS5600.Configuration())
  }

  private func perform(_ exchange: Exchange) throws -> [UInt8] {
    var handle = SharedI2CBus(bus)
    return try handle.transfer(
      to: exchange.address, write: exchange.request, read: exchange.replyCount)
  }

  // MARK: PCA9685

  @Test("CircuitPython PCA9685: prescale off by one (issue 59)")
  func prescaleIsRoundedThenReduced() {
    #expect(PCA9685.preScale(frequency: Frequency(unchecked: 50)) == 121)
    #expect(PCA9685.preScale(frequency: Frequency(unchecked: 200)) == 30)
  }

  @Test("CircuitPython PCA9685: no auto-increment until the frequency is set")
  func autoIncrementIsOnFromTheFirstMode() throws {
    var trace = TracingI2CBus(SharedI2CBus(bus))
    let (_, configuration) = try pwm()
    try PCA9685.setUp(configuration, on: &trace)
    let modes = trace.lines.filter { $0.contains("write 00 ") && !$0.contains("read") }
    #expect(modes == ["0x41 write 00 30", "0x41 write 00 20"])
  }

  @Test("CircuitPython PCA9685: a NAK midway leaves the chip asleep", arguments: 0..<12)
  func setUpRecoversFromANoAcknowledge(after transfers: Int) throws {
    let (chip, configuration) = try pwm()
    var faulty = InterruptedBus(base: SharedI2CBus(bus), remaining: transfers)
    #expect(throws: PCA9685.Failure.self) { try PCA9685.setUp(configuration, on: &faulty) }
    var healthy = SharedI2CBus(bus)
    try PCA9685.setUp(configuration, on: &healthy)
    #expect(chip.peek(register: 0x00) == 0x20)
    #expect(chip.peek(register: 0xFE) == 0x79)
  }

  @Test("Adafruit PWM Servo: a nominal clock of 25 MHz whatever the chip has (issues 40, 72)")
  func theOscillatorIsCalibrated() throws {
    let configuration = try PCA9685.Configuration(
      address: 0x40, frequency: Frequency(unchecked: 50),
      oscillator: Frequency(unchecked: 24_060_000))
    // 24.06 MHz / 4096 / 50 Hz = 117.48
    #expect(configuration.preScale == 116)
    #expect(abs(configuration.frequency.hertz - 50.2053) < 1e-4)
  }

  @Test("Adafruit PWM Servo: \"reset\" leaves EXTCLK on (issue 104)")
  func anExternalClockIsRefused() throws {
    let (chip, configuration) = try pwm()
    var handle = SharedI2CBus(bus)
    try handle.write([0x00, 0x50], to: 0x41)
    #expect(chip.peek(register: 0x00) == 0x50)
    #expect(throws: PCA9685.Failure.externalClock) {
      try PCA9685.setUp(configuration, on: &handle)
    }
    chip.powerCycle()
    try PCA9685.setUp(configuration, on: &handle)
  }

  @Test("Adafruit Python (legacy): writes MODE1 = 0 as a reset (pull request 83)")
  func mode1IsNeverZero() throws {
    let (_, configuration) = try pwm()
    var trace = TracingI2CBus(SharedI2CBus(bus))
    try PCA9685.setUp(configuration, on: &trace)
    #expect(!trace.lines.contains("0x41 write 00 00"))
  }

  @Test("ServoKit: a prescale that reads 0 divides by zero (issue 13)")
  func aPrescaleOfZeroIsANumber() throws {
    #expect(PCA9685.frequency(preScale: 0).hertz == 6103.515625)
    let (chip, configuration) = try pwm()
    chip.load(register: 0xFE, value: 0)
    var handle = SharedI2CBus(bus)
    #expect(throws: PCA9685.Failure.identity(register: .preScale, read: 0)) {
      try PCA9685.setUp(configuration, on: &handle)
    }
  }

  @Test("PCA9685_smbus2: software reset writes 0x06 as a register")
  func setUpWritesNoChannelByItself() throws {
    let (_, configuration) = try pwm()
    var trace = TracingI2CBus(SharedI2CBus(bus))
    try PCA9685.setUp(configuration, on: &trace)
    #expect(!trace.lines.contains { $0.hasPrefix("0x41 write 06") })
  }

  @Test("PCA9685_RT: truncated prescale (60 Hz gives 100) and no wake delay (issue 5)")
  func prescaleIsNotTruncatedAndTheOscillatorIsAwaited() throws {
    let (chip, configuration) = try pwm(hertz: 60)
    var trace = TracingI2CBus(SharedI2CBus(bus))
    try PCA9685.setUp(configuration, on: &trace)
    #expect(chip.peek(register: 0xFE) == 101)
    let wake = try #require(trace.lines.firstIndex(of: "0x41 write 00 20"))
    #expect(trace.lines[wake + 1] == "pause 500.0 us")
  }

  @Test("Pi4J: four byte writes glitch the servo (issue 540)")
  func aChannelChangesInOneTransfer() throws {
    let (chip, configuration) = try pwm()
    var handle = SharedI2CBus(bus)
    try PCA9685.setUp(configuration, on: &handle)
    var request = PCA9685.outputs(channels: 0...2, at: 0x41).request
    var span = request.mutableSpan
    PCA9685.encode(duty: 0.25, offset: 0, into: &span)
    PCA9685.encode(duty: 0.75, offset: 2, into: &span)
    let before = bus.counters.transfers
    try handle.write(request, to: 0x41)
    #expect(bus.counters.transfers == before + 1)
    #expect([0, 1, 2].map { chip.duty($0) } == [0.25, 0, 0.75])
  }

  @Test("gobot PCA9685: RESTART is never cleared after a wake (issue 1020)")
  func outputsRunAfterASetUpOfARunningChip() throws {
    let (chip, configuration) = try pwm()
    var handle = SharedI2CBus(bus)
    try PCA9685.setUp(configuration, on: &handle)
    var request = PCA9685.outputs(channels: 0...0, at: 0x41).request
    var span = request.mutableSpan
    PCA9685.encode(duty: 0.5, offset: 0, into: &span)
    try handle.write(request, to: 0x41)
    try PCA9685.setUp(configuration, on: &handle)
    #expect(chip.peek(register: 0x00) == 0x20)
    #expect(chip.duty(0) == 0)
    try handle.write(request, to: 0x41)
    #expect(chip.duty(0) == 0.5)
  }

  @Test("gobot PCA9685: ALLCALL changed by mistake (issue 1020)")
  func allCallIsOffOnPurpose() throws {
    let (_, configuration) = try pwm()
    var handle = SharedI2CBus(bus)
    _ = try handle.transfer(to: 0x70, write: [], read: 0)
    try PCA9685.setUp(configuration, on: &handle)
    let failure = #expect(throws: BusError.self) {
      try handle.transfer(to: 0x70, write: [], read: 0)
    }
    #expect(failure?.kind == .noAcknowledge)
  }

  // MARK: AS5600

  @Test("RobTillaart AS5600: 0 or 3839 on a bus error (issues 44, 55, 64)")
  func anErrorIsNoAngle() throws {
    let (_, _) = try encoder()
    bus.failNext(1, at: 0x36)
    #expect(throws: BusError(.noAcknowledge, errno: 6)) {
      try perform(AS5600.sample(at: 0x36))
    }
    // 3839 is 0x0EFF: half a reply of a bus that let go.
    let sample = AS5600.decode(([0xFF, 0xFF, 0xFF] as [UInt8]).span)
    #expect(!sample.isValid)
  }

  @Test("Adafruit AS5600: the constructor overwrites ZPOS, MPOS and MANG")
  func programmedPositionsStay() throws {
    let (chip, configuration) = try encoder()
    for register in UInt8(0x01)...0x06 { chip.load(register: register, value: 0x05) }
    var handle = SharedI2CBus(bus)
    try AS5600.setUp(configuration, on: &handle)
    #expect((UInt8(0x01)...0x06).allSatisfy { chip.peek(register: $0) == 0x05 })
    #expect(chip.burnCommands == 0)
  }

  @Test("uStepper: torn high and low byte (issue 4)")
  func statusAndBothAngleBytesAreOneTransfer() throws {
    let (_, _) = try encoder(radians: 2 * Double.pi * 255 / 4096)
    let before = bus.counters.transfers
    let reply = try perform(AS5600.sample(at: 0x36))
    #expect(bus.counters.transfers == before + 1)
    let sample = AS5600.decode(reply.span)
    #expect(sample.counts == 255)
  }

  @Test("iio AS5600 (out of tree): 360 degrees over 4095")
  func aTurnHas4096Counts() {
    #expect(AS5600.angle(counts: 2048).radians == Double.pi)
  }

  // MARK: INA226

  private func monitor() throws -> (INA226Model, INA226.Configuration) {
    let chip = INA226Model(
      address: 0x44, shuntOhms: 0.002, supply: FixedSupply(busVolts: 12, amperes: 5))
    bus.attach(chip)
    let maximum = Current(amperes: 20)
    return (
      chip,
      try INA226.Configuration(address: 0x44, shuntOhms: 0.002, maximumCurrent: maximum)
    )
  }

  @Test("INA226: a lost calibration reads 0 A (RobTillaart/INA226#23)")
  func theCurrentDoesNotNeedACalibration() throws {
    let (chip, configuration) = try monitor()
    var handle = SharedI2CBus(bus)
    try INA226.setUp(configuration, on: &handle)
    handle.pause(.milliseconds(20))
    chip.powerCycle()
    _ = try perform(INA226.shunt(at: 0x44))
    handle.pause(.milliseconds(20))
    let reply = try perform(INA226.shunt(at: 0x44))
    let sample = INA226.decodeShunt(reply.span, shuntOhms: 0.002)
    #expect(abs(sample.amperes - 5) < 1e-9)
    #expect(chip.peek(register: 0x04) == 0)  // what the other drivers read
  }

  @Test("INA226: CALIBRATION taken for 16 bits (RobTillaart/INA226#47)")
  func aCalibrationOf16BitsIsRefused() {
    let amperes = Current(amperes: 0.1)
    #expect(throws: INA226.ConfigurationError.calibration(amperes)) {
      try INA226.Configuration(address: 0x44, shuntOhms: 0.002, maximumCurrent: amperes)
    }
  }

  @Test("PX4 INA238: settings lost in flight (pull request 22237)")
  func lostSettingsAreNoticed() throws {
    let (chip, configuration) = try monitor()
    var handle = SharedI2CBus(bus)
    try INA226.setUp(configuration, on: &handle)
    let watch = INA226.watch(for: configuration)
    #expect(watch.agrees(try perform(watch.exchange)))
    chip.powerCycle()
    #expect(!watch.agrees(try perform(watch.exchange)))
  }

  // MARK: TCA9548A

  @Test("ESPHome TCA9548A: channels left closed by a former program (issues 3724, 5317)")
  func setUpOpensWhatWasLeftClosed() throws {
    let mux = TCA9548AModel(address: 0x71)
    bus.attach(mux)
    mux.control = 0xFF
    var handle = SharedI2CBus(bus)
    try TCA9548A.setUp(TCA9548A.Configuration(address: 0x71), on: &handle)
    #expect(mux.control == 0)
  }
}

/// Passes some transfers on, then loses the acknowledge of one.
private struct InterruptedBus: I2CBus {
  var base: SharedI2CBus
  var remaining: Int

  mutating func transfer(to address: I2CAddress, write bytes: [UInt8], read count: Int)
    throws(BusError) -> [UInt8]
  {
    guard remaining > 0 else { throw BusError(.noAcknowledge, errno: 121) }
    remaining -= 1
    return try base.transfer(to: address, write: bytes, read: count)
  }

  mutating func pause(_ span: TimeSpan) { base.pause(span) }
}
