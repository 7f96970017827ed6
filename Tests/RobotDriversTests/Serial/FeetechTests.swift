import RobotDrivers
import RobotHAL
import RobotUnits
import Testing

/// Literals from Feetech's "STS Servo - Memory Table Analysis": units and bits of each register.
@Suite struct FeetechTests {
  private static let magnitudes: [(word: UInt16, bit: Int, value: Int)] = [
    (0x0000, 15, 0), (0x0001, 15, 1), (0x8001, 15, -1), (0x8000, 15, 0), (0x7FFF, 15, 32767),
    (0x0801, 11, -1), (0x0401, 10, -1), (0x03E8, 10, 1000), (0x07E8, 10, -1000),
  ]

  @Test(arguments: magnitudes)
  func signedMagnitudes(word: UInt16, bit: Int, value: Int) {
    #expect(Feetech.signed(word, signBit: bit) == value)
    if value != 0 { #expect(Feetech.word(value, signBit: bit) == word) }
  }

  @Test func tooLargeANumberIsTheLargest() {
    #expect(Feetech.word(99_999, signBit: 15) == 0x7FFF)
    #expect(Feetech.word(-5000, signBit: 11) == 0x0FFF)
    #expect(Feetech.word(.min, signBit: 15) == 0xFFFF)
  }

  private static let turns: [(counts: Int, turns: Double)] = [
    (0, 0), (1024, 0.25), (4095, 0.999_755_859_375), (-1024, 0.75), (5120, 0.25),
  ]

  @Test(arguments: turns)
  func angles(counts: Int, turns: Double) {
    let angle = Feetech.angle(counts: counts, series: .sts).radians
    #expect(abs(angle - turns * 2 * Double.pi) < 1e-12)
  }

  private static let nearest: [(radians: Double, counts: UInt16)] = [
    (0, 0), (3.141_592_653_589_793, 2048), (6.283_185_307_179_586, 4095), (9, 4095), (-1, 0),
    (Double.nan, 0), (Double.infinity, 4095), (-Double.infinity, 0), (1e300, 4095), (0.000_76, 0),
    (0.000_77, 1),
  ]

  @Test(arguments: nearest)
  func goals(radians: Double, counts: UInt16) {
    #expect(Feetech.counts(radians: radians, series: .sts) == counts)
  }

  @Test func scsServoCountsTo1023Over300Degrees() {
    let middle = 2.617_993_877_991_494
    #expect(Feetech.counts(radians: middle, series: .scs) == 512)
    #expect(abs(Feetech.angle(counts: 512, series: .scs).radians - middle) < 1e-12)
  }

  @Test func commandIsRegisters40To47() {
    var bytes = [UInt8](repeating: 0xEE, count: 8)
    var span = bytes.mutableSpan
    Feetech.encode(
      Feetech.Command(hasTorque: true, radians: .pi, speed: 1000, acceleration: 50), series: .sts,
      into: &span)
    #expect(bytes == [1, 50, 0x00, 0x08, 0, 0, 0xE8, 0x03])
  }

  @Test func commandOfAnSCSServoHasHighBytesFirst() {
    var bytes = [UInt8](repeating: 0xEE, count: 8)
    var span = bytes.mutableSpan
    Feetech.encode(
      Feetech.Command(
        hasTorque: true, radians: 2.617_993_877_991_494, speed: 1000, acceleration: 50),
      series: .scs, into: &span)
    #expect(bytes == [1, 0, 0x02, 0x00, 0, 0, 0x03, 0xE8])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func goalThatIsNoNumberHasNoTorque(radians: Double) {
    var bytes = [UInt8](repeating: 0xEE, count: 8)
    var span = bytes.mutableSpan
    Feetech.encode(Feetech.Command(hasTorque: true, radians: radians), series: .sts, into: &span)
    #expect(bytes[0] == 0)
  }

  /// Position 2048, -100 counts/s, load -12.3 %, 12.1 V, 38 degC, moving, 130 mA.
  private let sample: [UInt8] = [
    0, 0x00, 0x08, 0x64, 0x80, 0x7B, 0x04, 121, 38, 0, 0, 1, 0, 0, 20, 0,
  ]

  private func sensor(_ bytes: [UInt8], phase: UInt8 = 0x0C) -> (
    values: [Double], health: [Bool], flags: SensorFlags
  ) {
    var values = [Double](repeating: -1, count: 5)
    var health = ChannelMask()
    health.set(0, count: 5, true)
    var span = values.mutableSpan
    let flags = Feetech.Decoder(series: .sts, phase: phase).decode(
      Reply(bytes), exchange: 0, into: &span, health: &health)
    return (values, (0..<5).map { health.contains($0) }, flags)
  }

  @Test func answerIsDecoded() {
    let reading = Feetech.Decoder(series: .sts).decode(Reply(sample))
    #expect(abs(reading.radians - .pi) < 1e-12)
    #expect(reading.flags == [])
    let (values, health, flags) = sensor(sample)
    // 100 counts of 0.001 533 980 787 885 64 rad
    let wanted = [-0.153_398_078_788_564, -0.123, 12.1, 38, 0.13]
    for (value, wanted) in zip(values, wanted) { #expect(abs(value - wanted) < 1e-12) }
    #expect(health == [true, true, true, true, true])
    #expect(flags == [])
  }

  /// PHASE, bit 2: 0.732 rpm a unit, which are 50 counts/s, or 0.0146 rpm.
  @Test func speedsAreInTheUnitOfThePhaseRegister() {
    let velocity = sensor(sample, phase: 0).values[0]
    #expect(abs(velocity + 7.669_903_939_428_2) < 1e-12)
  }

  @Test func faultsAreTold() {
    var bytes = sample
    bytes[0] = 0x20
    #expect(sensor(bytes).flags == .deviceFault)
    #expect(Feetech.Decoder(series: .sts).decode(Reply(bytes)).flags == .deviceFault)
    // STATUS, without an error in the answer.
    bytes[0] = 0
    bytes[10] = 4
    #expect(sensor(bytes).flags == .deviceFault)
  }

  @Test func withoutMagnetTheAngleMeansNothing() {
    var bytes = sample
    bytes[0] = 2
    #expect(Feetech.Decoder(series: .sts).decode(Reply(bytes)) == .invalid())
    #expect(sensor(bytes).health == [false, true, true, true, true])
  }

  private static let meaningless: [[UInt8]] = [
    [UInt8](repeating: 0, count: 16), [UInt8](repeating: 0xFF, count: 16),
    [0] + [UInt8](repeating: 0xFF, count: 15), [UInt8](repeating: 7, count: 15), [],
  ]

  @Test(arguments: meaningless)
  func answersThatMeanNothing(bytes: [UInt8]) {
    #expect(Feetech.Decoder(series: .sts).decode(Reply(bytes)) == .invalid())
    let (values, health, flags) = sensor(bytes)
    #expect(values == [-1, -1, -1, -1, -1])
    #expect(health == [false, false, false, false, false])
    #expect(flags == .invalid)
  }

  @Test func configurationsOutsideTheServoAreRefused() {
    typealias Error = Feetech.ConfigurationError
    let odd = Frequency(unchecked: 921_600)
    #expect(throws: Error.speed(odd)) { try Feetech.Configuration(id: 1, speed: odd) }
    let late = TimeSpan.microseconds(510)
    #expect(throws: Error.returnDelay(late)) { try Feetech.Configuration(id: 1, returnDelay: late) }
    let bad: [ClosedRange<Double>] = [-0.1...1, 1...1, 1...1.000_1, 0...6.3]
    for limits in bad {
      #expect(throws: Error.self) { try Feetech.Configuration(id: 1, limits: limits) }
    }
    #expect(throws: Error.torque(1.1)) { try Feetech.Configuration(id: 1, torque: 1.1) }
    #expect(throws: Error.self) { try Feetech.Configuration(id: 1, torque: .nan) }
    #expect(throws: Error.homingOffset(2048)) {
      try Feetech.Configuration(id: 1, homingOffset: 2048)
    }
    #expect(throws: Error.noHomingOffset(.scs0009)) {
      try Feetech.Configuration(id: 1, model: .scs0009, homingOffset: 1)
    }
  }
}
