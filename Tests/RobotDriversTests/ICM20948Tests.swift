import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

/// Expectations from TDK InvenSense DS-000189 1.3 and Asahi Kasei 015007392-E-02.
@Suite("ICM20948")
struct ICM20948Tests {
  /// ±8 g (2), ±500 °/s (1), 51 Hz (3), 220 Hz (1100 / (1 + 4)): the magnetometer in every third sample,
  /// at 73 Hz.
  private func configuration(hasMagnetometer: Bool = true) throws -> ICM20948.Configuration {
    try ICM20948.Configuration(
      address: 0x68, acceleration: .g8, angularVelocity: .dps500, bandwidth: .hertz51,
      rate: Frequency(unchecked: 220), hasMagnetometer: hasMagnetometer)
  }

  private typealias Script = [ScriptedI2CBus.Step]

  private static func write(_ bank: UInt8, _ register: UInt8, _ value: UInt8) -> Script {
    [
      .transfer(0x68, write: [0x7F, bank << 4]), .transfer(0x68, write: [register, value]),
    ]
  }

  private static func read(_ bank: UInt8, _ register: UInt8, _ value: UInt8) -> Script {
    [
      .transfer(0x68, write: [0x7F, bank << 4]),
      .transfer(0x68, write: [register], reply: [value]),
    ]
  }

  private static let identify = read(0, 0x00, 0xEA)

  private static let reset =
    write(0, 0x06, 0x80) + [.pause(atLeast: .milliseconds(100))] + read(0, 0x06, 0x41)
    + write(0, 0x06, 0x01) + [.pause(atLeast: .milliseconds(35))]

  private static func transfer(status: UInt8) -> Script {
    write(3, 0x15, 0x80) + [.pause(atLeast: .milliseconds(1))] + read(0, 0x17, status)
  }

  private static func magnetometer(_ register: UInt8, _ value: UInt8) -> Script {
    write(3, 0x13, 0x0C) + write(3, 0x14, register) + write(3, 0x16, value)
      + transfer(status: 0x40)
  }

  private static let findMagnetometer =
    write(3, 0x01, 0x17) + write(0, 0x03, 0x20) + write(3, 0x13, 0x8C) + write(3, 0x14, 0x01)

  private static let startMagnetometer =
    findMagnetometer + transfer(status: 0x40) + read(3, 0x17, 0x09)
    + magnetometer(0x32, 0x01) + magnetometer(0x31, 0x08)

  private static func settings(master: UInt8) -> [(bank: UInt8, register: UInt8, value: UInt8)] {
    [
      (0, 0x05, 0x40), (0, 0x07, 0x00), (0, 0x0F, 0x00), (0, 0x11, 0x01), (0, 0x03, master),
      (2, 0x09, 0x01), (2, 0x00, 0x04), (2, 0x01, 0x1B), (2, 0x10, 0x00), (2, 0x11, 0x04),
      (2, 0x14, 0x1D),
    ]
  }

  private static let slaves: [(bank: UInt8, register: UInt8, value: UInt8)] = [
    (3, 0x01, 0x17), (3, 0x02, 0x01), (3, 0x15, 0x02), (3, 0x03, 0x8C), (3, 0x04, 0x10),
    (3, 0x05, 0x89),
  ]

  private static let script: Script = {
    let all = settings(master: 0x20) + slaves
    return identify + reset + startMagnetometer
      + all.flatMap { write($0.bank, $0.register, $0.value) }
      + all.reversed().flatMap { read($0.bank, $0.register, $0.value) } + read(0, 0x06, 0x01)
  }()

  @Test func setUpSelectsTheBankBeforeEachAccess() throws {
    var bus = ScriptedI2CBus(Self.script)
    try ICM20948.setUp(configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func withoutTheMagnetometerTheAuxiliaryMasterStaysOff() throws {
    let all = Self.settings(master: 0x00)
    var bus = ScriptedI2CBus(
      Self.identify + Self.reset + all.flatMap { Self.write($0.bank, $0.register, $0.value) }
        + all.reversed().flatMap { Self.read($0.bank, $0.register, $0.value) }
        + Self.read(0, 0x06, 0x01))
    try ICM20948.setUp(configuration(hasMagnetometer: false), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test("a missing acknowledge ends the set-up and is reported", arguments: 0..<125)
  func noAcknowledge(at index: Int) throws {
    guard index < Self.script.count, Self.script[index].isTransfer else { return }
    var bus = ScriptedI2CBus(Array(Self.script[..<index]) + [Self.script[index].failing()])
    let configuration = try configuration()
    let failure = #expect(throws: ICM20948.Failure.self) {
      try ICM20948.setUp(configuration, on: &bus)
    }
    guard case .bus(BusError(.noAcknowledge), _)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func everyStepOfTheScriptIsTried() { #expect(Self.script.count <= 125) }

  @Test func anotherPartIsRefused() throws {
    var bus = ScriptedI2CBus(Self.read(0, 0x00, 0x68))
    let configuration = try configuration()
    #expect(throws: ICM20948.Failure.identity(read: 0x68)) {
      try ICM20948.setUp(configuration, on: &bus)
    }
  }

  @Test func aMagnetometerThatDoesNotAcknowledgeIsRefused() throws {
    var bus = ScriptedI2CBus(
      Self.identify + Self.reset + Self.findMagnetometer + Self.transfer(status: 0x50))
    let configuration = try configuration()
    #expect(throws: ICM20948.Failure.auxiliaryBus(isRefused: true)) {
      try ICM20948.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func anAuxiliaryMasterThatDoesNotFinishIsNotAwaitedForever() throws {
    let poll: Script = [.pause(atLeast: .milliseconds(1))] + Self.read(0, 0x17, 0x00)
    var bus = ScriptedI2CBus(
      Self.identify + Self.reset + Self.findMagnetometer + Self.write(3, 0x15, 0x80)
        + (0..<20).flatMap { _ in poll })
    let configuration = try configuration()
    #expect(throws: ICM20948.Failure.auxiliaryBus(isRefused: false)) {
      try ICM20948.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func anotherMagnetometerIsRefused() throws {
    // AK8963: WIA at 0x00 only; 0x01 is INFO.
    var bus = ScriptedI2CBus(
      Self.identify + Self.reset + Self.findMagnetometer + Self.transfer(status: 0x40)
        + Self.read(3, 0x17, 0x48))
    let configuration = try configuration()
    #expect(throws: ICM20948.Failure.magnetometerIdentity(read: 0x48)) {
      try ICM20948.setUp(configuration, on: &bus)
    }
  }

  @Test func aValueThatDoesNotStayIsRefused() throws {
    var bus = ScriptedI2CBus(Array(Self.script.dropLast(2)) + Self.read(0, 0x06, 0x41))
    let configuration = try configuration()
    #expect(throws: ICM20948.Failure.readBack(register: .power1, wrote: 0x01, read: 0x41)) {
      try ICM20948.setUp(configuration, on: &bus)
    }
  }

  // MARK: Replies

  /// ±8 g: 4096 counts are 1 g; ±500 °/s: 655 counts are 10 °/s; 1335 counts are 25 °C (1335 / 333.87 =
  /// 3.9986); 200, -100, 280 counts are 30, -15, 42 µT.
  static let frame: [UInt8] =
    [0x00, 0x00, 0x00, 0x01] + [UInt8](repeating: 0, count: 18)
    + [0x10, 0x00, 0xF0, 0x00, 0x00, 0x00, 0x02, 0x8F, 0xFD, 0x71, 0x00, 0x00, 0x05, 0x37]
    + [0x01, 0xC8, 0x00, 0x9C, 0xFF, 0x18, 0x01, 0x00, 0x00]

  private func decode(_ bytes: [UInt8], exchange: Int = 1) -> DecoderBench {
    DecoderBench(
      ICM20948.Decoder(acceleration: .g8, angularVelocity: .dps500, hasMagnetometer: true), bytes,
      exchange: exchange, channels: 10)
  }

  @Test func aFrameIsInSIUnitsAndInTheAxesOfTheAccelerometer() {
    let result = decode(Self.frame)
    #expect(result.flags == [])
    #expect(result.health == Array(repeating: true, count: 10))
    let expected = [
      9.80665, -9.80665, 0, 0.174532925, -0.174532925, 0, 24.998562, 30e-6, 15e-6, -42e-6,
    ]
    #expect(result.isNear(expected, within: 1e-6), "\(result.values)")
    #expect(abs(result.values[8] - 15e-6) < 1e-12)
  }

  @Test func theReplyToTheSelectionOfTheBankIsNothing() {
    let result = decode([], exchange: 0)
    #expect(result.flags == [])
    #expect(result.isUntouched)
    #expect(result.health == Array(repeating: true, count: 10))
  }

  @Test func withoutTheMagnetometerTheBurstIsShorter() {
    let decoder = ICM20948.Decoder(
      acceleration: .g8, angularVelocity: .dps500, hasMagnetometer: false)
    let result = DecoderBench(
      decoder, Array(Self.frame[3..<36]), exchange: 1, channels: 7)
    #expect(result.flags == [])
    #expect(abs(result.values[0] - 9.80665) < 1e-9)
    #expect(abs(result.values[6] - 24.998562) < 1e-5)
  }

  private func changed(_ index: Int, _ value: UInt8) -> [UInt8] {
    var bytes = Self.frame
    bytes[index] = value
    return bytes
  }

  @Test(
    "what the magnetometer says of itself takes its health",
    arguments: [
      (0, 0x01, SensorFlags.deviceFault),  // I2C_SLV0_NACK
      (44, 0x08, .clipped),  // ST2.HOFL
    ] as [(Int, UInt8, SensorFlags)])
  func magnetometerFailures(index: Int, value: UInt8, flags: SensorFlags) {
    let result = decode(changed(index, value))
    #expect(result.flags == flags)
    #expect(result.health == Array(repeating: true, count: 7) + [false, false, false])
    #expect(result.values[7...].allSatisfy { $0 == DecoderBench.old })
  }

  /// ST1.DRDY. The device as a whole grows old then.
  @Test func aFieldThatIsNotNewStays() {
    let result = decode(changed(36, 0x00))
    #expect(result.flags == .notReady)
    #expect(result.health == Array(repeating: true, count: 10))
    #expect(result.values[7...].allSatisfy { $0 == DecoderBench.old })
    #expect(result.values[0] != DecoderBench.old)
  }

  @Test func aFrameThatIsNotNewChangesNothing() {
    let result = decode(changed(3, 0x00))
    #expect(result.flags == .notReady)
    #expect(result.isUntouched)
  }

  @Test func aFrameOfZerosIsAResetToSleep() {
    var bytes = Self.frame
    for index in 22..<36 { bytes[index] = 0 }
    let result = decode(bytes)
    #expect(result.flags == [.invalid, .wasReset])
    #expect(result.health == Array(repeating: false, count: 10))
  }

  @Test("a reply that means nothing takes the health", arguments: [0, 44, 45, 46])
  func anImpossibleReply(count: Int) {
    let result = decode([UInt8](repeating: 0xFF, count: count))
    #expect(result.flags == .invalid)
    #expect(result.health == Array(repeating: false, count: 10))
  }

  // MARK: Data

  @Test func theBankIsSelectedAndOneBurstHasEverything() throws {
    let configuration = try configuration()
    #expect(
      ICM20948.exchanges(for: configuration) == [
        CyclicExchange(Exchange(address: 0x68, request: [0x7F, 0x00], replyCount: 0)),
        CyclicExchange(Exchange(address: 0x68, request: [0x17], replyCount: 45)),
      ])
    #expect(
      ICM20948.watch(for: configuration)
        == SettingsWatch(
          Exchange(address: 0x68, request: [0x03], replyCount: 5),
          expected: [0x20, 0, 0x40, 0x01, 0], mask: [0xFF, 0, 0xFF, 0xFF, 0xFF]))
    #expect(ICM20948.channels(for: configuration).count == 10)
    #expect(ICM20948.channels(for: configuration)[7].name == "magnetic_field_x")
  }

  @Test func boundsAreNamed() {
    #expect(throws: ICM20948.ConfigurationError.address(0x6A)) {
      try ICM20948.Configuration(address: 0x6A)
    }
    let slow = Frequency(unchecked: 4)
    let failure = #expect(throws: ICM20948.ConfigurationError.rate(slow)) {
      try ICM20948.Configuration(rate: slow)
    }
    #expect(failure?.description.contains("4.296875...1100 Hz") == true)
  }
}
