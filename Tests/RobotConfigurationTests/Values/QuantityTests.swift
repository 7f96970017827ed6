import Testing

@testable import RobotConfiguration

@Suite struct QuantityTests {
  /// What a person may write, and the SI value by the definition of the unit (SI brochure, 9th
  /// edition; 1 rpm = 2π/60 rad/s).
  @Test(arguments: [
    ("0.5", Dimension.number, 0.5), ("-.5", .number, -0.5), ("4.", .number, 4),
    ("+2.5e-3", .number, 0.0025), ("1e3", .number, 1000),
    ("1.204 rad", .angle, 1.204), ("180 deg", .angle, 3.141592653589793),
    ("-90°", .angle, -1.5707963267948966), ("5 mrad", .angle, 0.005),
    ("3 rad/s", .angularVelocity, 3),
    ("180 deg/s", .angularVelocity, 3.141592653589793),
    ("20 rad/s^2", .angularAcceleration, 20), ("20 rad/s²", .angularAcceleration, 20),
    ("400 rad/s^3", .angularJerk, 400), ("180 deg/s³", .angularJerk, 3.141592653589793),
    ("4000 mm/s^3", .jerk, 4),
    ("100 ms", .time, 0.1), ("50 us", .time, 5e-5), ("50 \u{B5}s", .time, 5e-5),
    ("50 \u{3BC}s", .time, 5e-5), ("2 s", .time, 2),
    ("400 kHz", .frequency, 400_000), ("400kHz", .frequency, 400_000), ("1 MHz", .frequency, 1e6),
    ("500   Hz", .frequency, 500), ("12 V", .voltage, 12), ("3300 mV", .voltage, 3.3),
    ("250 mA", .current, 0.25), ("2 mOhm", .resistance, 0.002), ("2 m\u{3A9}", .resistance, 0.002),
    ("2 m\u{2126}", .resistance, 0.002), ("1.5 kOhm", .resistance, 1500),
    ("2.5 N.m", .torque, 2.5), ("2.5 Nm", .torque, 2.5), ("2.5 N·m", .torque, 2.5),
    ("7 mN.m", .torque, 0.007), ("40 N.m/rad", .torquePerAngle, 40),
    ("1.5 N.m.s/rad", .torquePerAngularVelocity, 1.5),
    ("1.5 N.m/(rad/s)", .torquePerAngularVelocity, 1.5),
    ("100 N.m/(rad.s)", .torquePerAngleTime, 100), ("6.73 mN.m/A", .torquePerCurrent, 0.00673),
    ("0.00673 V.s/rad", .torquePerCurrent, 0.00673),
  ])
  func isReadInSI(text: String, dimension: Dimension, value: Double) throws {
    #expect(try Quantity.parse(text, dimension) == value)
  }

  /// 1 N.m/deg = 180/π N.m/rad, 60 rpm = 2π rad/s; both are rounded more than once.
  @Test func compositeUnitsAreRight() throws {
    let stiffness = try Quantity.parse("1 N.m/deg", .torquePerAngle)
    #expect(abs(stiffness - 57.29577951308232) < 1e-13)
    let speed = try Quantity.parse("60 rpm", .angularVelocity)
    #expect(abs(speed - 6.283185307179586) < 1e-14)
  }

  @Test(arguments: [
    ("fast", Dimension.number), ("", .number), ("1,5", .number), ("1 2", .number), (".", .number),
    ("0x10", .number), ("1e", .number), ("--1", .number), ("nan", .angle), ("-.inf", .angle),
    ("1e999", .angle), ("1e99999999999999999999 rad", .angle), ("3 rad", .angularVelocity),
    ("3 m", .angle), ("3 Rad", .angle), ("3 N.ms/rad", .torquePerAngularVelocity),
  ])
  func isRefused(text: String, dimension: Dimension) {
    #expect(throws: Quantity.Failure.self) { try Quantity.parse(text, dimension) }
  }

  @Test func wrongUnitListsTheRightOnes() {
    let failure = #expect(throws: Quantity.Failure.self) {
      try Quantity.parse("3 rad", .angularVelocity)
    }
    #expect(failure?.problem == "rad is the unit of an angle, but this is an angular velocity")
    #expect(
      failure?.allowed == "a number in rad/s, deg/s, rpm; without a unit it is in rad/s")
  }

  @Test func wrongCaseNamesTheUnit() {
    let failure = #expect(throws: Quantity.Failure.self) {
      try Quantity.parse("400 khz", .frequency)
    }
    #expect(failure?.hint == "units are case-sensitive: write 400 kHz")
  }

  @Test(arguments: Dimension.allCases) func everySpellingIsOfOneUnit(dimension: Dimension) {
    let spellings = dimension.units.flatMap(\.spellings)
    // U+03A9 and U+2126 are equal to String, but different texts in a file.
    #expect(Set(spellings.map { Array($0.unicodeScalars) }).count == spellings.count)
  }

  @Test(arguments: [
    (400_000, Dimension.frequency, "400 kHz"), (1e6, .frequency, "1 MHz"),
    (500, .frequency, "500 Hz"),
    (0.005, .time, "5 ms"), (0, .time, "0 s"), (0.002, .resistance, "2 mOhm"),
    (6.981317007977318, .angle, "6.98132 rad"), (0.47, .number, "0.47"),
  ])
  func isShownInTheUnitThatReadsBest(value: Double, dimension: Dimension, text: String) {
    #expect(dimension.text(value) == text)
  }
}
