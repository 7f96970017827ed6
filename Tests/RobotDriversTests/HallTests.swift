import RobotDrivers
import RobotHAL
import RobotUnits
import Testing

@Suite("Hall")
struct HallTests {
  /// 2 pulses per revolution, at most 100 pi rad/s: 50 revolutions per second, a pulse in 10 ms.
  private func decoder() throws -> Sensor {
    Sensor(
      Hall.Decoder(
        try Hall.Configuration(
          pulsesPerTurn: 2, maximumVelocity: 314.159_265, timeout: .milliseconds(500))))
  }

  /// A decoder that an expectation may change.
  private final class Sensor {
    var decoder: Hall.Decoder

    init(_ decoder: Hall.Decoder) { self.decoder = decoder }

    func take(_ edge: LineEdge) -> Bool { decoder.take(edge) }
  }

  private func edge(
    _ milliseconds: Double, _ sequence: UInt32, isRising: Bool = true, line: UInt8 = 0
  ) -> LineEdge {
    LineEdge(
      line: line, isRising: isRising,
      time: MonotonicInstant(nanoseconds: Int64(milliseconds * 1e6)), sequence: sequence)
  }

  private func instant(_ milliseconds: Double) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: Int64(milliseconds * 1e6))
  }

  @Test("the speed is by the times of rising edges: 2 pulses, one in 50 ms are 10 Hz")
  func speed() throws {
    let sensor = try decoder()
    for index in 0..<6 {
      #expect(sensor.take(edge(Double(index) * 50, UInt32(2 * index + 1))))
      #expect(!sensor.take(edge(Double(index) * 50 + 3, UInt32(2 * index + 2), isRising: false)))
    }
    #expect(sensor.decoder.pulses == 6)
    #expect(abs(sensor.decoder.speed(at: instant(250)) - 62.831_853) < 1e-5)
    #expect(abs(sensor.decoder.speed(at: instant(350)) - 31.415_927) < 1e-5, "a pulse is late")
    #expect(sensor.decoder.speed(at: instant(750)) == 0)
  }

  @Test("an interval below the physical minimum is rejected, and a row of them too")
  func bounces() throws {
    let sensor = try decoder()
    #expect(sensor.take(edge(0, 1)))
    #expect(!sensor.take(edge(0.1, 2)))
    #expect(!sensor.take(edge(6, 3)))
    #expect(!sensor.take(edge(9.9, 4)))
    #expect(sensor.take(edge(10.1, 5)), "from the last pulse that was believed")
    #expect(sensor.decoder.pulses == 2 && sensor.decoder.rejectedPulses == 3)
    #expect(abs(sensor.decoder.speed(at: instant(10.1)) - 2 * .pi / (2 * 10.1e-3)) < 1e-6)
  }

  @Test("a time that spans lost edges is no period")
  func lost() throws {
    let sensor = try decoder()
    #expect(sensor.take(edge(0, 1)))
    #expect(sensor.take(edge(20, 2)))
    #expect(sensor.take(edge(100, 9)))
    #expect(sensor.decoder.lostEvents == 6)
    #expect(sensor.decoder.speed(at: instant(100)) == 0)
    #expect(sensor.take(edge(120, 10)))
    #expect(abs(sensor.decoder.speed(at: instant(120)) - 157.079_632) < 1e-5)
  }

  @Test("other lines of the input are not its business, but their numbers are")
  func otherLines() throws {
    let sensor = try decoder()
    #expect(!sensor.take(edge(0, 1, line: 3)))
    #expect(sensor.take(edge(1, 2)))
    #expect(sensor.decoder.lostEvents == 0)
  }

  @Test("a configuration outside the bounds is refused with the bound")
  func refused() {
    #expect(throws: Hall.ConfigurationError.pulsesPerTurn(0)) {
      try Hall.Configuration(pulsesPerTurn: 0, maximumVelocity: 10, timeout: .milliseconds(1))
    }
    #expect(throws: Hall.ConfigurationError.self) {
      try Hall.Configuration(pulsesPerTurn: 1, maximumVelocity: .nan, timeout: .milliseconds(1))
    }
    #expect(
      throws: Hall.ConfigurationError.timeout(
        .milliseconds(10), shortest: TimeSpan(nanoseconds: 628_318_530))
    ) {
      try Hall.Configuration(pulsesPerTurn: 1, maximumVelocity: 10, timeout: .milliseconds(10))
    }
  }
}
