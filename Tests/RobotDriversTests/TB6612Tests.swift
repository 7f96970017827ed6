import RobotDrivers
import RobotHAL
import Testing

@Suite("TB6612")
struct TB6612Tests {
  /// Toshiba's table: 1 0 is clockwise, 0 1 the other way, 1 1 shorts, 0 0 opens.
  @Test(
    arguments: [
      (0.25, 0.25, true, false), (1, 1, true, false), (2, 1, true, false),
      (-0.25, 0.25, false, true), (-7, 1, false, true), (.infinity, 1, true, false),
      (0, 1, true, true), (.nan, 1, false, false),
    ] as [(Double, Double, Bool, Bool)])
  func truthTable(duty: Double, pwm: Double, in1: Bool, in2: Bool) {
    #expect(TB6612.outputs(duty: duty) == TB6612.Outputs(pwm: pwm, in1: in1, in2: in2))
  }

  @Test func brakeAndCoast() {
    #expect(TB6612.brake().in1 && TB6612.brake().in2)
    #expect(!TB6612.coast().in1 && !TB6612.coast().in2)
  }

  /// PWM on channel 2, IN1 on 4, IN2 on 3: one burst from 0x06 + 8.
  @Test func threeChannelsAreOneBurst() throws {
    let configuration = try TB6612.Configuration(pwm: 2, in1: 4, in2: 3)
    #expect(configuration.channels == 2...4)
    let offsets = try #require(configuration.offsets(from: 2))
    var request = PCA9685.outputs(channels: 2...4, at: 0x41).request
    var span = request.mutableSpan
    TB6612.encode(TB6612.outputs(duty: 0.5), at: offsets, into: &span)
    #expect(request == [0x0E, 0, 0, 0x00, 0x08, 0, 0, 0, 0x10, 0, 0x10, 0, 0])
  }

  @Test func theFirstBurstKeepsTheBridgeOpen() throws {
    let configuration = try TB6612.Configuration(pwm: 0, in1: 1, in2: 2)
    let exchange = TB6612.command(for: configuration, at: 0x41)
    #expect(exchange.request == [0x06, 0, 0x10, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0x10])
    let lines = try TB6612.Configuration(pwm: 5)
    #expect(lines.channels == 5...5)
    #expect(lines.offsets(from: 5) == nil)
    #expect(TB6612.command(for: lines, at: 0x41).request == [0x1A, 0, 0, 0, 0x10])
  }

  @Test func boundsAreNamed() {
    #expect(throws: TB6612.ConfigurationError.channel(16)) { try TB6612.Configuration(pwm: 16) }
    #expect(throws: TB6612.ConfigurationError.channel(-1)) {
      try TB6612.Configuration(pwm: 0, in1: -1, in2: 1)
    }
    #expect(throws: TB6612.ConfigurationError.shared(channel: 3)) {
      try TB6612.Configuration(pwm: 3, in1: 3, in2: 4)
    }
    #expect(throws: TB6612.ConfigurationError.shared(channel: 4)) {
      try TB6612.Configuration(pwm: 3, in1: 4, in2: 4)
    }
  }
}
