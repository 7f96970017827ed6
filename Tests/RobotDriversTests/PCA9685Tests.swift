import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("PCA9685")
struct PCA9685Tests {
  /// From power-on (0x11, 0x04, 0x1E) to 50 Hz.
  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x41, write: [0x00], reply: [0x11]),
    .transfer(0x41, write: [0x01], reply: [0x04]),
    .transfer(0x41, write: [0xFE], reply: [0x1E]),
    .transfer(0x41, write: [0x01, 0x04]),
    .transfer(0x41, write: [0x00, 0x30]),
    .transfer(0x41, write: [0xFA, 0x00, 0x00, 0x00, 0x10]),
    .transfer(0x41, write: [0xFE, 0x79]),
    .transfer(0x41, write: [0x00, 0x20]),
    .pause(atLeast: .microseconds(500)),
    .transfer(0x41, write: [0x00], reply: [0x20]),
    .transfer(0x41, write: [0x00], reply: [0x20]),
    .transfer(0x41, write: [0x01], reply: [0x04]),
    .transfer(0x41, write: [0xFE], reply: [0x79]),
  ]

  private func configuration(hertz: Double = 50) throws -> PCA9685.Configuration {
    try PCA9685.Configuration(address: 0x41, frequency: Frequency(unchecked: hertz))
  }

  @Test func setUpFromPowerOn() throws {
    var bus = ScriptedI2CBus(Self.script)
    try PCA9685.setUp(configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func aSetRestartIsClearedAfterTheOscillatorStarted() throws {
    var script = Self.script
    script[9] = .transfer(0x41, write: [0x00], reply: [0xA0])
    script.insert(.transfer(0x41, write: [0x00, 0xA0]), at: 10)
    var bus = ScriptedI2CBus(script)
    try PCA9685.setUp(configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  static let steps: [PCA9685.Step] = [
    .identify, .identify, .identify, .setOutputs, .sleep, .switchOff, .setFrequency, .wake,
    .restart, .verify, .verify, .verify,
  ]

  @Test("a missing acknowledge is reported with its step", arguments: 0..<12)
  func noAcknowledge(at transfer: Int) throws {
    let transfers = Self.script.indices.filter { Self.script[$0].isTransfer }
    let index = transfers[transfer]
    let error = BusError(.noAcknowledge, errno: 6)
    var bus = ScriptedI2CBus(
      Array(Self.script[..<index]) + [Self.script[index].failing(with: error)])
    let configuration = try configuration()
    #expect(throws: PCA9685.Failure.bus(error, step: Self.steps[transfer])) {
      try PCA9685.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test(
    arguments: [
      (10, 0x11, PCA9685.Failure.readBack(register: .mode1, wrote: 0x20, read: 0x11)),
      (11, 0x00, PCA9685.Failure.readBack(register: .mode2, wrote: 0x04, read: 0x00)),
      (12, 0x1E, PCA9685.Failure.readBack(register: .preScale, wrote: 0x79, read: 0x1E)),
    ] as [(Int, UInt8, PCA9685.Failure)])
  func aValueThatDoesNotStayIsRefused(index: Int, read: UInt8, failure: PCA9685.Failure) throws {
    let register: UInt8 = [10: 0x00, 11: 0x01, 12: 0xFE][index] ?? 0
    var bus = ScriptedI2CBus(
      Array(Self.script[..<index]) + [.transfer(0x41, write: [register], reply: [read])])
    let configuration = try configuration()
    #expect(throws: failure) { try PCA9685.setUp(configuration, on: &bus) }
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func anotherChipAtTheAddressIsNotWrittenTo() throws {
    // What an INA226 with 10 mV across its shunt answers to one-byte reads of 0x00, 0x01, 0xFE.
    var bus = ScriptedI2CBus([
      .transfer(0x41, write: [0x00], reply: [0x41]),
      .transfer(0x41, write: [0x01], reply: [0xF0]),
    ])
    let configuration = try configuration()
    #expect(throws: PCA9685.Failure.identity(register: .mode2, read: 0xF0)) {
      try PCA9685.setUp(configuration, on: &bus)
    }
    #expect(bus.isAsWritten)
  }

  /// Datasheet 7.3.5 and the table in devices.md 1.1.
  @Test(
    arguments: [
      (24, 253, 24.0296), (50, 121, 50.0288), (60, 101, 59.8384), (200, 30, 196.8876),
      (333, 17, 339.0842), (1000, 5, 1017.2526), (1526, 3, 1525.8789),
    ] as [(Double, UInt8, Double)])
  func preScales(hertz: Double, preScale: UInt8, actual: Double) throws {
    let configuration = try configuration(hertz: hertz)
    #expect(configuration.preScale == preScale)
    #expect(abs(configuration.frequency.hertz - actual) < 5e-5)
  }

  @Test(
    arguments: [(121, 1500, 307), (121, 500, 102), (121, 2500, 512), (30, 1500, 1210)]
      as [(UInt8, Double, UInt16)])
  func pulsesCountFromTheRealPeriod(preScale: UInt8, microseconds: Double, counts: UInt16) {
    let count = PCA9685.countMicroseconds(preScale: preScale)
    #expect(PCA9685.counts(microseconds: microseconds, countMicroseconds: count) == counts)
  }

  @Test func aPulseThatIsNoTimeIsNone() {
    for microseconds in [Double.nan, -1, 0, -Double.infinity] {
      #expect(PCA9685.counts(microseconds: microseconds, countMicroseconds: 4.88) == 0)
    }
    #expect(PCA9685.counts(microseconds: Double.infinity, countMicroseconds: 4.88) == 4095)
    #expect(PCA9685.counts(microseconds: 1500, countMicroseconds: .nan) == 0)
  }

  @Test func boundsAreNamed() {
    let good = Frequency(unchecked: 50)
    for address: I2CAddress in [0x3F, 0x70, 0x78, 0x00] {
      #expect(throws: PCA9685.ConfigurationError.address(address)) {
        try PCA9685.Configuration(address: address, frequency: good)
      }
    }
    for hertz in [23.9, 1526.1] {
      #expect(throws: PCA9685.ConfigurationError.frequency(Frequency(unchecked: hertz))) {
        try configuration(hertz: hertz)
      }
    }
    #expect(throws: PCA9685.ConfigurationError.oscillator(Frequency(unchecked: 28e6))) {
      try PCA9685.Configuration(
        address: 0x40, frequency: good, oscillator: Frequency(unchecked: 28e6))
    }
  }
}
