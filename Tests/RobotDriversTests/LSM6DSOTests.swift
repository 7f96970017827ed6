import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

/// Expectations from ST DS12140 rev 2.
@Suite("LSM6DSO")
struct LSM6DSOTests {
  /// ±16 g (FS_XL 01), ±1000 °/s (FS_G 10), 417 Hz (ODR 6).
  private func configuration() throws -> LSM6DSO.Configuration {
    try LSM6DSO.Configuration(
      address: 0x6B, acceleration: .g16, angularVelocity: .dps1000,
      rate: Frequency(unchecked: 300))
  }

  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x6B, write: [0x0F], reply: [0x6C]),
    .transfer(0x6B, write: [0x12, 0x05]),
    .pause(atLeast: .microseconds(50)),
    .transfer(0x6B, write: [0x12], reply: [0x05]),
    .pause(atLeast: .microseconds(50)),
    .transfer(0x6B, write: [0x12], reply: [0x04]),
    .transfer(0x6B, write: [0x18, 0xE2]),
    .transfer(0x6B, write: [0x12, 0x44]),
    .transfer(0x6B, write: [0x10, 0x64]),
    .transfer(0x6B, write: [0x11, 0x68]),
    .transfer(0x6B, write: [0x18], reply: [0xE2]),
    .transfer(0x6B, write: [0x12], reply: [0x44]),
    .transfer(0x6B, write: [0x10], reply: [0x64]),
    .transfer(0x6B, write: [0x11], reply: [0x68]),
  ]

  @Test func setUpIdentifiesResetsConfiguresAndLooks() throws {
    var bus = ScriptedI2CBus(Self.script)
    let report = try LSM6DSO.setUp(configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
    #expect(
      report.decoder == LSM6DSO.Decoder(acceleration: .g16, angularVelocity: .dps1000))
  }

  static let steps: [Int: LSM6DSO.Step] = [
    0: .identify, 1: .reset, 3: .reset, 5: .reset, 6: .configure, 7: .configure, 8: .configure,
    9: .configure, 10: .verify, 11: .verify, 12: .verify, 13: .verify,
  ]

  @Test("a missing acknowledge is reported with its step", arguments: Self.steps.keys.sorted())
  func noAcknowledge(at index: Int) throws {
    var bus = ScriptedI2CBus(Array(Self.script[..<index]) + [Self.script[index].failing()])
    let configuration = try configuration()
    let step = try #require(Self.steps[index])
    #expect(throws: LSM6DSO.Failure.bus(BusError(.noAcknowledge), step: step)) {
      try LSM6DSO.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func anotherPartIsRefused() throws {
    // LSM6DS3: 0x69.
    var bus = ScriptedI2CBus([.transfer(0x6B, write: [0x0F], reply: [0x69])])
    let configuration = try configuration()
    #expect(throws: LSM6DSO.Failure.identity(read: 0x69)) {
      try LSM6DSO.setUp(configuration, on: &bus)
    }
  }

  @Test func aResetThatDoesNotEndIsRefused() throws {
    let poll: [ScriptedI2CBus.Step] = [
      .pause(atLeast: .microseconds(50)), .transfer(0x6B, write: [0x12], reply: [0x05]),
    ]
    var bus = ScriptedI2CBus(
      Array(Self.script[..<2]) + (0..<10).flatMap { _ in poll })
    let configuration = try configuration()
    #expect(throws: LSM6DSO.Failure.reset) { try LSM6DSO.setUp(configuration, on: &bus) }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func aValueThatDoesNotStayIsRefused() throws {
    var bus = ScriptedI2CBus(
      Array(Self.script[..<12]) + [.transfer(0x6B, write: [0x10], reply: [0x00])])
    let configuration = try configuration()
    #expect(throws: LSM6DSO.Failure.readBack(register: .accelerometer, wrote: 0x64, read: 0)) {
      try LSM6DSO.setUp(configuration, on: &bus)
    }
  }

  // MARK: Replies

  /// Golden lsm6dso_adafruit_1g, ±4 g and ±250 °/s: 26 °C, ±10 counts, 8197 counts.
  static let frame: [UInt8] = [
    0x07, 0x00, 0x00, 0x01, 0x0A, 0x00, 0xF6, 0xFF, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x20,
  ]

  private func decode(_ bytes: [UInt8]) -> DecoderBench {
    DecoderBench(
      LSM6DSO.Decoder(acceleration: .g4, angularVelocity: .dps250), bytes, channels: 7)
  }

  @Test func aFrameIsInSIUnits() {
    let result = decode(Self.frame)
    #expect(result.flags == [])
    #expect(result.health == Array(repeating: true, count: 7))
    let expected = [0, 0, 9.8069834261, 0.00152716309549, -0.00152716309549, 0, 26]
    #expect(result.isNear(expected, within: 1e-9), "\(result.values)")
  }

  @Test func onlyWhatIsNewIsTaken() {
    var bytes = Self.frame
    bytes[0] = 0x01  // XLDA
    let result = decode(bytes)
    #expect(result.flags == .notReady)
    #expect(abs(result.values[2] - 9.8069834261) < 1e-9)
    #expect(result.values[3...].allSatisfy { $0 == DecoderBench.old })
    bytes[0] = 0x03
    #expect(decode(bytes).flags == [])  // the thermometer is slower
    bytes[0] = 0x00
    #expect(decode(bytes).isUntouched)
    #expect(decode(bytes).flags == .notReady)
  }

  @Test func aWordAtTheEndOfItsRangeKeepsTheOldNumber() {
    var bytes = Self.frame
    bytes[14] = 0xFF
    bytes[15] = 0x7F
    let result = decode(bytes)
    #expect(result.flags == .clipped)
    #expect(result.health == [true, true, false, true, true, true, true])
    #expect(result.values[2] == DecoderBench.old)
  }

  static let impossible: [([UInt8], SensorFlags)] = [
    ([UInt8](repeating: 0xFF, count: 16), .invalid),
    ([UInt8](repeating: 0x00, count: 16), [.invalid, .wasReset]),
    ([UInt8](repeating: 0x07, count: 15), .invalid),
  ]

  @Test("a reply that means nothing takes the health", arguments: Self.impossible)
  func anImpossibleReply(bytes: [UInt8], flags: SensorFlags) {
    let result = decode(bytes)
    #expect(result.flags == flags)
    #expect(result.health == Array(repeating: false, count: 7))
    #expect(result.isUntouched)
  }

  // MARK: Data

  /// DS12140 table 2.
  @Test func scales() {
    let g = [0.061e-3, 0.122e-3, 0.244e-3, 0.488e-3]
    for (range, milli) in zip([2, 4, 8, 16], g) {
      let scale = LSM6DSO.AccelerationRange(g: range)?.scale ?? 0
      #expect(abs(scale - milli * 9.80665) < 1e-12)
    }
    let degrees = [4.375e-3, 8.75e-3, 17.5e-3, 35e-3, 70e-3]
    for (range, scale) in zip([125, 250, 500, 1000, 2000], degrees) {
      let found = LSM6DSO.AngularVelocityRange(degreesPerSecond: range)?.scale ?? 0
      #expect(abs(found - scale * 0.017453292519943295) < 1e-12)
    }
    #expect(LSM6DSO.AccelerationRange(g: 1) == nil)
    #expect(LSM6DSO.AngularVelocityRange(degreesPerSecond: 300) == nil)
  }

  @Test func oneBurstHasEverything() throws {
    let configuration = try configuration()
    #expect(
      LSM6DSO.exchanges(for: configuration) == [
        CyclicExchange(Exchange(address: 0x6B, request: [0x1E], replyCount: 16))
      ])
    #expect(
      LSM6DSO.watch(for: configuration)
        == SettingsWatch(
          Exchange(address: 0x6B, request: [0x10], replyCount: 3), expected: [0x64, 0x68, 0x44]))
    #expect(configuration.rate.hertz == 417)
  }

  @Test func boundsAreNamed() {
    #expect(throws: LSM6DSO.ConfigurationError.address(0x68)) {
      try LSM6DSO.Configuration(address: 0x68)
    }
    let fast = Frequency(unchecked: 7000)
    let failure = #expect(throws: LSM6DSO.ConfigurationError.rate(fast)) {
      try LSM6DSO.Configuration(rate: fast)
    }
    #expect(failure?.description.contains("6667 Hz") == true)
  }
}
