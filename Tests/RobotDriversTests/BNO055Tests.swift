import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

/// Expectations from BST-BNO055-DS000 1.8.
@Suite("BNO055")
struct BNO055Tests {
  private func configuration() throws -> BNO055.Configuration {
    try BNO055.Configuration(address: 0x29, mode: .ndof, hasExternalCrystal: true)
  }

  /// CHIP_ID, sensors, firmware 3.17, boot loader, page 0.
  static let identity: [UInt8] = [0xA0, 0xFB, 0x32, 0x0F, 0x11, 0x03, 0x15, 0x00]

  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x29, write: [0x00], reply: identity),
    .transfer(0x29, write: [0x3D, 0x00]),
    .pause(atLeast: .milliseconds(19)),
    .transfer(0x29, write: [0x39], reply: [0x00]),
    .transfer(0x29, write: [0x36], reply: [0x0F]),
    .transfer(0x29, write: [0x3E, 0x00]),
    .transfer(0x29, write: [0x3B, 0x80]),
    .transfer(0x29, write: [0x41, 0x24]),
    .transfer(0x29, write: [0x42, 0x00]),
    .transfer(0x29, write: [0x3F, 0x80]),
    .transfer(0x29, write: [0x3D, 0x0C]),
    .pause(atLeast: .milliseconds(7)),
    .transfer(0x29, write: [0x39], reply: [0x05, 0x00]),
    .transfer(0x29, write: [0x3E], reply: [0x00]),
    .transfer(0x29, write: [0x3B], reply: [0x80]),
    .transfer(0x29, write: [0x41], reply: [0x24]),
    .transfer(0x29, write: [0x42], reply: [0x00]),
    .transfer(0x29, write: [0x3D], reply: [0x1C]),
  ]

  @Test func setUpKeepsWhatTheChipHasLearnt() throws {
    var bus = ScriptedI2CBus(Self.script)
    let report = try BNO055.setUp(configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
    #expect(report.firmware == 0x0311)
    #expect(report.decoder == BNO055.Decoder(mode: .ndof))
  }

  static let steps: [Int: BNO055.Step] = [
    1: .enterConfiguration, 3: .inspect, 4: .inspect, 5: .configure, 6: .configure,
    7: .configure, 8: .configure, 9: .configure, 10: .start, 12: .start, 13: .verify,
    14: .verify, 15: .verify, 16: .verify, 17: .verify,
  ]

  @Test("a missing acknowledge is reported with its step", arguments: Self.steps.keys.sorted())
  func noAcknowledge(at index: Int) throws {
    var bus = ScriptedI2CBus(Array(Self.script[..<index]) + [Self.script[index].failing()])
    let configuration = try configuration()
    let step = try #require(Self.steps[index])
    #expect(throws: BNO055.Failure.bus(BusError(.noAcknowledge), step: step)) {
      try BNO055.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  /// Section 1.2: 400 ms from power-on, 650 ms from a reset.
  @Test func theIdentityIsAwaitedForASecond() throws {
    let absent: [ScriptedI2CBus.Step] = [
      .failure(0x29, write: [0x00], read: 8), .pause(atLeast: .milliseconds(50)),
    ]
    let starting: [ScriptedI2CBus.Step] = [
      .transfer(0x29, write: [0x00], reply: [UInt8](repeating: 0, count: 8)),
      .pause(atLeast: .milliseconds(50)),
    ]
    var bus = ScriptedI2CBus((0..<12).flatMap { _ in absent } + starting + Self.script)
    try BNO055.setUp(configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")

    var silent = ScriptedI2CBus((0..<21).flatMap { _ in absent })
    let configuration = try configuration()
    #expect(throws: BNO055.Failure.bus(BusError(.noAcknowledge), step: .identify)) {
      try BNO055.setUp(configuration, on: &silent)
    }
    #expect(silent.isAsWritten, "\(silent.mismatches)")
  }

  @Test func anotherPartIsRefused() throws {
    // VL6180X at the same address: 0xB4.
    let other: [ScriptedI2CBus.Step] = [
      .transfer(0x29, write: [0x00], reply: [0xB4, 0, 0, 0, 0, 0, 0, 0]),
      .pause(atLeast: .milliseconds(50)),
    ]
    var bus = ScriptedI2CBus((0..<21).flatMap { _ in other })
    let configuration = try configuration()
    #expect(throws: BNO055.Failure.identity(read: 0xB4)) {
      try BNO055.setUp(configuration, on: &bus)
    }
  }

  @Test func aBusThatFailsOtherwiseIsNotAwaited() throws {
    let stuck = BusError(.timeout, errno: 110)
    var bus = ScriptedI2CBus([.failure(0x29, write: [0x00], read: 8, error: stuck)])
    let configuration = try configuration()
    #expect(throws: BNO055.Failure.bus(stuck, step: .identify)) {
      try BNO055.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten)
  }

  @Test func aPageThatWasLeftOpenIsClosed() throws {
    var bus = ScriptedI2CBus(
      [
        .transfer(0x29, write: [0x00], reply: [0, 0, 0, 0, 0, 0, 0, 1]),
        .transfer(0x29, write: [0x07, 0x00]), .pause(atLeast: .milliseconds(50)),
      ] + Self.script)
    try BNO055.setUp(configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func aChipInItsErrorStateIsResetOnce() throws {
    let reset: [ScriptedI2CBus.Step] = [
      .transfer(0x29, write: [0x39], reply: [0x01]),
      .transfer(0x29, write: [0x3F, 0x20]), .pause(atLeast: .milliseconds(650)),
      .transfer(0x29, write: [0x00], reply: Self.identity),
      .transfer(0x29, write: [0x3D, 0x00]), .pause(atLeast: .milliseconds(19)),
    ]
    var healed = ScriptedI2CBus(
      Array(Self.script[..<3]) + reset + [.transfer(0x29, write: [0x39], reply: [0x00, 0x00])]
        + Array(Self.script[4...]))
    try BNO055.setUp(configuration(), on: &healed)
    #expect(healed.isAsWritten, "\(healed.mismatches)")

    var broken = ScriptedI2CBus(
      Array(Self.script[..<3]) + reset + [.transfer(0x29, write: [0x39], reply: [0x01, 0x03])])
    let configuration = try configuration()
    #expect(throws: BNO055.Failure.system(error: 0x03)) {
      try BNO055.setUp(configuration, on: &broken)
    }
  }

  @Test func aFailedSelfTestIsRefused() throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<4]) + [.transfer(0x29, write: [0x36], reply: [0x0B])])
    let configuration = try configuration()
    #expect(throws: BNO055.Failure.selfTest(result: 0x0B)) {
      try BNO055.setUp(configuration, on: &bus)
    }
  }

  @Test func aFusionThatDoesNotStartIsNotAwaitedForever() throws {
    let idle: [ScriptedI2CBus.Step] = [
      .transfer(0x29, write: [0x39], reply: [0x06, 0x00]), .pause(atLeast: .milliseconds(1)),
    ]
    var bus = ScriptedI2CBus(Array(Self.script[..<12]) + (0..<20).flatMap { _ in idle })
    let configuration = try configuration()
    #expect(throws: BNO055.Failure.notRunning(status: 6)) {
      try BNO055.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  // MARK: Replies

  /// Acceleration 1, -2, 980 (0.01 m/s²); field 320, -160, 640 (1/16 µT); angular velocity 16, -32, 160
  /// (1/16 °/s); quaternion 11585, 0, 0, 11585 (√½); linear acceleration 0, 100, -1; 26 °C; system 3,
  /// gyroscope 3, accelerometer 1, magnetometer 2; fusion runs.
  static let frame: [UInt8] =
    [0x01, 0x00, 0xFE, 0xFF, 0xD4, 0x03] + [0x40, 0x01, 0x60, 0xFF, 0x80, 0x02]
    + [0x10, 0x00, 0xE0, 0xFF, 0xA0, 0x00] + [UInt8](repeating: 0, count: 6)
    + [0x41, 0x2D, 0x00, 0x00, 0x00, 0x00, 0x41, 0x2D] + [0x00, 0x00, 0x64, 0x00, 0xFF, 0xFF]
    + [UInt8](repeating: 0, count: 6) + [0x1A, 0xF6, 0x0F, 0x00, 0x00, 0x05, 0x00]

  private func decode(_ bytes: [UInt8], mode: BNO055.Mode = .ndof) -> DecoderBench {
    DecoderBench(BNO055.Decoder(mode: mode), bytes, channels: mode == .imu ? 18 : 21)
  }

  @Test func aFrameIsInSIUnits() {
    let result = decode(Self.frame)
    #expect(result.flags == [])
    #expect(result.health == Array(repeating: true, count: 21))
    let expected = [
      0.01, -0.02, 9.8, 0.0174532925, -0.034906585, 0.174532925, 26, 0.7070923, 0, 0, 0.7070923,
      0, 1, -0.01, 3, 3, 1, 2, 20e-6, -10e-6, 40e-6,
    ]
    #expect(result.isNear(expected, within: 1e-7), "\(result.values)")
  }

  @Test func theMagnetometerHasNoPartInTheIMUMode() {
    let result = decode(Self.frame, mode: .imu)
    #expect(result.flags == [])
    #expect(result.values.count == 18)
  }

  private func changed(_ register: Int, _ value: UInt8) -> [UInt8] {
    var bytes = Self.frame
    bytes[register - 0x08] = value
    return bytes
  }

  /// Section 4.3.58.
  static let statuses: [(UInt8, SensorFlags)] = [
    (0, [.invalid, .wasReset]), (1, [.invalid, .deviceFault]), (2, [.invalid, .wasReset]),
    (3, [.invalid, .wasReset]), (4, [.invalid, .wasReset]), (6, [.invalid, .wasReset]),
    (7, .invalid), (0xFF, .invalid),
  ]

  @Test("without a running fusion nothing is worth anything", arguments: Self.statuses)
  func withoutFusion(status: UInt8, flags: SensorFlags) {
    let result = decode(changed(0x39, status))
    #expect(result.flags == flags)
    #expect(result.health == Array(repeating: false, count: 21))
    #expect(result.isUntouched)
  }

  @Test func aQuaternionThatIsNoRotationIsNone() {
    let result = decode(changed(0x21, 0x00))
    #expect(result.flags == .invalid)
    #expect(result.health[7..<14].allSatisfy { !$0 })
    #expect(result.values[7] == DecoderBench.old && result.values[12] == DecoderBench.old)
    #expect(result.health[0])
  }

  @Test func anUncalibratedSensorIsWeak() {
    #expect(decode(changed(0x35, 0xC6)).flags == .weak)  // gyroscope 0
    #expect(decode(changed(0x35, 0xF4)).flags == .weak)  // magnetometer 0
    #expect(decode(changed(0x35, 0xF4), mode: .imu).flags == [])
  }

  @Test func aWordAtTheEndOfItsRangeKeepsTheOldNumber() {
    var bytes = changed(0x08, 0x53)
    bytes[1] = 0x0F  // 3923: 4 g
    bytes[0x14 - 0x08] = 0x00
    bytes[0x15 - 0x08] = 0x83  // -32000: -2000 °/s
    let result = decode(bytes)
    #expect(result.flags == .clipped)
    #expect(result.health[0] == false && result.health[3] == false)
    #expect(result.values[0] == DecoderBench.old && result.values[3] == DecoderBench.old)
  }

  static let impossible: [([UInt8], SensorFlags)] = [
    ([UInt8](repeating: 0xFF, count: 51), .invalid),
    ([UInt8](repeating: 0, count: 51), [.invalid, .wasReset]),
    ([UInt8](repeating: 5, count: 50), .invalid),
  ]

  @Test("a reply that means nothing takes the health", arguments: Self.impossible)
  func anImpossibleReply(bytes: [UInt8], flags: SensorFlags) {
    let result = decode(bytes)
    #expect(result.flags == flags)
    #expect(result.health == Array(repeating: false, count: 21))
  }

  // MARK: Data

  @Test func oneBurstHasEverything() throws {
    let configuration = try configuration()
    #expect(
      BNO055.exchanges(for: configuration) == [
        CyclicExchange(Exchange(address: 0x29, request: [0x08], replyCount: 51))
      ])
    #expect(
      BNO055.watch(for: configuration)
        == SettingsWatch(
          Exchange(address: 0x29, request: [0x3B], replyCount: 4),
          expected: [0x80, 0, 0x0C, 0], mask: [0xFF, 0, 0x0F, 0x03]))
    let channels = BNO055.channels(for: configuration)
    #expect(channels.count == 21)
    #expect(channels[7].name == "quaternion_w" && channels[7].unit == .one)
    let imu = try BNO055.Configuration(mode: .imu)
    #expect(BNO055.channels(for: imu).count == 18)
  }

  @Test func boundsAreNamed() {
    let failure = #expect(throws: BNO055.ConfigurationError.address(0x2A)) {
      try BNO055.Configuration(address: 0x2A)
    }
    #expect(failure?.description.contains("0x28 (COM3 low)") == true)
  }
}
