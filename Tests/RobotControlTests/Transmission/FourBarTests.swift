import RobotControl
import Testing

/// The four-bar linkage against a textbook, and at its limits.
@Suite struct FourBarTests {
  typealias Links = FourBarTransmission.Links
  /// R. L. Norton, "Design of Machinery": ground 100, crank 40, coupler 120, rocker 80, crank at 40 deg.
  static let norton = Links(ground: 100, crank: 40, coupler: 120, rocker: 80)
  static let degree = 0.017_453_292_519_943_295

  @Test func agreesWithNorton() throws {
    // Open, the rocker goes from 57.325 deg to 64.943 deg while the crank goes from 40 deg to 60 deg
    // (Freudenstein's equation, 4.10 there); with 25 rad/s at the crank it turns with 6.998 rad/s.
    let open = try FourBarTransmission(
      links: Self.norton, assembly: .open, crankZero: 40 * Self.degree, range: -0.01...0.3)
    #expect(abs(open.jointPosition(actuator: 20 * Self.degree) - 0.132_969_672_464_242_6) < 1e-13)
    #expect(abs(25 / open.rate(joint: 0) - 6.997_985) < 1e-6)
    // Crossed, it goes from -98.005 deg to -111.770 deg; with 25 rad/s it turns with -20.378 rad/s.
    let crossed = try FourBarTransmission(
      links: Self.norton, assembly: .crossed, crankZero: 40 * Self.degree, range: -0.3...0.3)
    #expect(
      abs(crossed.jointPosition(actuator: 20 * Self.degree) - -0.240_243_976_737_731_1) < 1e-13)
    #expect(abs(25 / crossed.rate(joint: 0) - -20.377_672) < 1e-6)
    // Seen from an actuator that counts the other way.
    let reversed = try FourBarTransmission(
      links: Self.norton, assembly: .crossed, crankZero: 40 * Self.degree, range: -0.3...0.3,
      direction: -1)
    #expect(reversed.rate(joint: 0.1) == -crossed.rate(joint: 0.1))
    #expect(reversed.actuatorPosition(joint: 0.1) == -crossed.actuatorPosition(joint: 0.1))
  }

  @Test func parallelogramIsOneToOne() throws {
    let parallelogram = try FourBarTransmission(
      links: Links(ground: 2, crank: 1, coupler: 2, rocker: 1), assembly: .open,
      crankZero: 90 * Self.degree, range: -1.4...1.4)
    for step in -14...14 {
      let joint = 0.1 * Double(step)
      #expect(abs(parallelogram.actuatorPosition(joint: joint) - joint) < 1e-14)
      #expect(abs(parallelogram.rate(joint: joint) - 1) < 1e-13)
    }
  }

  /// Crank and coupler line up where Norton's rocker turns back, at 55.0 deg and 128.7 deg.
  @Test func refusesTheEndOfTheRockersTravel() {
    #expect(throws: (any Error).self) { try Self.open(range: -0.1...0.3) }
    do throws(TransmissionError) {
      _ = try Self.open(range: -0.01...1.3)
      Issue.record("the rocker turns back at 1.246 rad")
    } catch {
      guard case .toggle(.crankAndCoupler, let joint) = error else {
        Issue.record("\(error)")
        return
      }
      // Refused before 128.682 deg - 57.325 deg = 1.2454 rad, and not long before.
      #expect(joint > 1.2 && joint < 1.2454)
    }
  }

  /// A rocker that drives a shorter one: coupler and rocker line up.
  @Test func refusesWhereTheActuatorLosesItsHold() {
    // Norton's linkage the other way round: what was the crank is the joint now.
    let links = Links(ground: 100, crank: 80, coupler: 120, rocker: 40)
    #expect(throws: (any Error).self) {
      try FourBarTransmission(
        links: links, assembly: .open, crankZero: 120 * Self.degree, range: -3...3)
    }
    do throws(TransmissionError) {
      _ = try FourBarTransmission(
        links: links, assembly: .open, crankZero: 120 * Self.degree, range: -3...3)
    } catch {
      guard case .toggle(.couplerAndRocker, _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  /// Behind its range it goes on straight: no jump, no NaN.
  @Test func hasAnAnswerBeyondItsRange() throws {
    let linkage = try Self.open(range: -0.01...0.8)
    for (end, beyond) in [(0.8, 2.0), (-0.01, -1.5)] {
      let rate = linkage.rate(joint: end)
      #expect(linkage.rate(joint: beyond) == rate)
      let straight = linkage.actuatorPosition(joint: end) + rate * (beyond - end)
      #expect(abs(linkage.actuatorPosition(joint: beyond) - straight) < 1e-12)
      #expect(abs(linkage.jointPosition(actuator: straight) - beyond) < 1e-12)
    }
    #expect(linkage.actuatorPosition(joint: 1e300).isFinite)
    #expect(linkage.jointPosition(actuator: -1e300).isFinite)
  }

  @Test func refusesWhatCannotBe() {
    #expect(throws: TransmissionError.linksDoNotClose(crank: 0)) {
      try FourBarTransmission(
        links: Links(ground: 10, crank: 1, coupler: 1, rocker: 1), assembly: .open, crankZero: 0,
        range: -0.1...0.1)
    }
    #expect(throws: TransmissionError.lengthOutOfRange(0)) {
      try FourBarTransmission(
        links: Links(ground: 10, crank: 0, coupler: 1, rocker: 1), assembly: .open, crankZero: 0,
        range: -0.1...0.1)
    }
    #expect(throws: TransmissionError.notFinite) {
      try FourBarTransmission(
        links: Self.norton, assembly: .open, crankZero: .nan, range: -0.1...0.1)
    }
    // A drag link turns all round: both of its cranks do.
    #expect(throws: TransmissionError.rangeBeyondOneTurn(lower: 0, upper: 6.5)) {
      try FourBarTransmission(
        links: Links(ground: 1, crank: 3, coupler: 3, rocker: 3), assembly: .open,
        crankZero: 90 * Self.degree, range: 0...6.5)
    }
  }

  private static func open(range: ClosedRange<Double>) throws(TransmissionError)
    -> FourBarTransmission
  {
    try FourBarTransmission(
      links: norton, assembly: .open, crankZero: 40 * degree, range: range)
  }
}
