import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

/// Expectations from InvenSense RM-MPU-6000A-00 4.2 and PS-MPU-6000A-00 3.4.
@Suite("MPU6050")
struct MPU6050Tests {
  /// ±8 g (AFS_SEL 2), ±1000 °/s (FS_SEL 2), 94 Hz (DLPF_CFG 2), 200 Hz (1000 / (1 + 4)).
  private func configuration() throws -> MPU6050.Configuration {
    try MPU6050.Configuration(
      address: 0x69, acceleration: .g8, angularVelocity: .dps1000, bandwidth: .hertz94,
      rate: Frequency(unchecked: 200))
  }

  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x69, write: [0x75], reply: [0x68]),
    .transfer(0x69, write: [0x6B, 0x80]),
    .pause(atLeast: .milliseconds(100)),
    .transfer(0x69, write: [0x6B], reply: [0x40]),
    .transfer(0x69, write: [0x68, 0x07]),
    .pause(atLeast: .milliseconds(100)),
    .transfer(0x69, write: [0x6B, 0x01]),
    .pause(atLeast: .milliseconds(30)),
    .transfer(0x69, write: [0x19, 0x04]),
    .transfer(0x69, write: [0x1A, 0x02]),
    .transfer(0x69, write: [0x1B, 0x10]),
    .transfer(0x69, write: [0x1C, 0x10]),
    .transfer(0x69, write: [0x38, 0x01]),
    .transfer(0x69, write: [0x6B], reply: [0x01]),
    .transfer(0x69, write: [0x19], reply: [0x04]),
    .transfer(0x69, write: [0x1A], reply: [0x02]),
    .transfer(0x69, write: [0x1B], reply: [0x10]),
    .transfer(0x69, write: [0x1C], reply: [0x10]),
    .transfer(0x69, write: [0x38], reply: [0x01]),
  ]

  @Test func setUpIdentifiesResetsConfiguresAndLooks() throws {
    var bus = ScriptedI2CBus(Self.script)
    let report = try MPU6050.setUp(configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
    #expect(report.part == .mpu6050)
    #expect(report.warnings.isEmpty)
  }

  static let steps: [Int: MPU6050.Step] = [
    0: .identify, 1: .reset, 3: .reset, 4: .reset, 6: .wake, 8: .configure, 9: .configure,
    10: .configure, 11: .configure, 12: .configure, 13: .verify, 14: .verify, 15: .verify,
    16: .verify, 17: .verify, 18: .verify,
  ]

  @Test("a missing acknowledge is reported with its step", arguments: Self.steps.keys.sorted())
  func noAcknowledge(at index: Int) throws {
    var bus = ScriptedI2CBus(Array(Self.script[..<index]) + [Self.script[index].failing()])
    let configuration = try configuration()
    let step = try #require(Self.steps[index])
    #expect(throws: MPU6050.Failure.bus(BusError(.noAcknowledge), step: step)) {
      try MPU6050.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func anotherPartIsRefused() throws {
    var bus = ScriptedI2CBus([.transfer(0x69, write: [0x75], reply: [0xEA])])
    let configuration = try configuration()
    let failure = #expect(throws: MPU6050.Failure.identity(read: 0xEA)) {
      try MPU6050.setUp(configuration, on: &bus)
    }
    #expect(failure?.description.contains("0xEA instead of 0x68") == true)
  }

  @Test func aResetThatDoesNotEndIsRefused() throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<3]) + [
        .transfer(0x69, write: [0x6B], reply: [0xC0]), .pause(atLeast: .milliseconds(100)),
        .transfer(0x69, write: [0x6B], reply: [0xC0]),
      ])
    let configuration = try configuration()
    #expect(throws: MPU6050.Failure.reset) { try MPU6050.setUp(configuration, on: &bus) }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func aValueThatDoesNotStayIsRefused() throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<16]) + [.transfer(0x69, write: [0x1B], reply: [0x00])])
    let configuration = try configuration()
    #expect(
      throws: MPU6050.Failure.readBack(register: .gyroConfiguration, wrote: 0x10, read: 0x00)
    ) { try MPU6050.setUp(configuration, on: &bus) }
  }

  // MARK: Replies

  /// 1 g at ±8 g is 4096 counts; 328 counts at ±1000 °/s are 10 °/s; -521 / 340 + 36.53 = 34.998 °C.
  static let frame: [UInt8] = [
    0x01, 0x10, 0x00, 0xF0, 0x00, 0x00, 0x00, 0xFD, 0xF7, 0x01, 0x48, 0xFE, 0xB8, 0x00, 0x00,
  ]

  private func decode(_ bytes: [UInt8], part: MPU6050.Part = .mpu6050) -> DecoderBench {
    let decoder = MPU6050.Decoder(acceleration: .g8, angularVelocity: .dps1000, part: part)
    return DecoderBench(decoder, bytes, channels: 7)
  }

  @Test func aFrameIsInSIUnits() {
    let result = decode(Self.frame)
    #expect(result.flags == [])
    #expect(result.health == Array(repeating: true, count: 7))
    let expected = [9.80665, -9.80665, 0, 0.174532925, -0.174532925, 0, 34.997647]
    #expect(result.isNear(expected, within: 1e-6), "\(result.values)")
  }

  @Test("a relative's thermometer has its own scale")
  func temperatures() {
    // -521 counts: /333.87 + 21, /326.8 + 25.
    #expect(abs(decode(Self.frame, part: .mpu6500).values[6] - 19.439512) < 1e-5)
    #expect(abs(decode(Self.frame, part: .mpu9250).values[6] - 19.439512) < 1e-5)
    #expect(abs(decode(Self.frame, part: .icm20689).values[6] - 23.405753) < 1e-5)
  }

  @Test func aFrameOfZerosIsAResetToSleep() {
    let result = decode([0x01] + [UInt8](repeating: 0, count: 14))
    #expect(result.flags == [.invalid, .wasReset])
    #expect(result.health == Array(repeating: false, count: 7))
    #expect(result.isUntouched)
  }

  @Test func aFrameThatIsNotNewChangesNothing() {
    let result = decode([0x00] + Self.frame.dropFirst())
    #expect(result.flags == .notReady)
    #expect(result.isUntouched)
    #expect(result.health == Array(repeating: true, count: 7))
  }

  @Test func aWordAtTheEndOfItsRangeKeepsTheOldNumber() {
    var bytes = Self.frame
    bytes[1] = 0x7F
    bytes[2] = 0xFF
    bytes[11] = 0x80
    bytes[12] = 0x00
    let result = decode(bytes)
    #expect(result.flags == .clipped)
    #expect(result.health == [false, true, true, true, false, true, true])
    #expect(result.values[0] == DecoderBench.old && result.values[4] == DecoderBench.old)
  }

  @Test func aTemperatureBeyondTheSensorIsNone() {
    var bytes = Self.frame
    bytes[7] = 0x7F  // 32767 counts or so are 132 °C
    let result = decode(bytes)
    #expect(result.flags == .invalid)
    #expect(result.health == [true, true, true, true, true, true, false])
  }

  @Test("a reply that means nothing takes the health", arguments: [0, 14, 15, 16])
  func anImpossibleReply(count: Int) {
    let result = decode([UInt8](repeating: 0xFF, count: count))
    #expect(result.flags == .invalid)
    #expect(result.health == Array(repeating: false, count: 7))
  }

  // MARK: Data

  @Test func oneBurstHasEverything() throws {
    let configuration = try configuration()
    let exchanges = MPU6050.exchanges(for: configuration)
    #expect(
      exchanges == [
        CyclicExchange(Exchange(address: 0x69, request: [0x3A], replyCount: 15))
      ])
    #expect(
      MPU6050.watch(for: configuration)
        == SettingsWatch(
          Exchange(address: 0x69, request: [0x6B], replyCount: 1), expected: [0x01]))
  }

  @Test func channelsAreNamedAndBounded() throws {
    let channels = try MPU6050.channels(for: configuration())
    #expect(
      channels.map(\.name) == [
        "acceleration_x", "acceleration_y", "acceleration_z", "angular_velocity_x",
        "angular_velocity_y", "angular_velocity_z", "temperature",
      ])
    #expect(
      channels.map(\.unit.rawValue) == [
        "m/s^2", "m/s^2", "m/s^2", "rad/s", "rad/s", "rad/s", "degC",
      ])
    #expect(abs(channels[0].range.upperBound - 8 * 9.80665) < 1e-9)
    #expect(abs(channels[3].range.upperBound - 17.4363) < 1e-3)  // 999.02 °/s
  }

  @Test func boundsAreNamed() {
    #expect(throws: MPU6050.ConfigurationError.address(0x6A)) {
      try MPU6050.Configuration(address: 0x6A)
    }
    let fast = Frequency(unchecked: 1001)
    let failure = #expect(throws: MPU6050.ConfigurationError.rate(fast)) {
      try MPU6050.Configuration(rate: fast)
    }
    #expect(failure?.description.contains("3.90625...1000 Hz") == true)
    #expect(throws: MPU6050.ConfigurationError.self) {
      try MPU6050.Configuration(rate: Frequency(unchecked: 3.9))
    }
    #expect(InvenSenseRanges.Acceleration(g: 3) == nil)
    #expect(InvenSenseRanges.Acceleration(g: 16) == .g16)
    #expect(InvenSenseRanges.AngularVelocity(degreesPerSecond: 125) == nil)
    #expect(InvenSenseRanges.AngularVelocity(degreesPerSecond: 2000) == .dps2000)
  }

  @Test(
    "the chip runs at the next rate that is not slower",
    arguments: [(1000, 1000), (999, 1000), (300, 1000 / 3), (3.90625, 3.90625)]
      as [(Double, Double)])
  func rates(asked: Double, given: Double) throws {
    let configuration = try MPU6050.Configuration(rate: Frequency(unchecked: asked))
    #expect(abs(configuration.rate.hertz - given) < 1e-9)
  }
}
