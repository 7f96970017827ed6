import RobotControl
import RobotUnits
import Testing

@Suite struct GainScheduleTests {
  static let points = [
    GainSchedule.Point(at: -1, PID.Gains(kp: 10, ki: 100, kd: 1)),
    GainSchedule.Point(at: 0, PID.Gains(kp: 20, ki: 50, kd: 1)),
    GainSchedule.Point(at: 4, PID.Gains(kp: 60, ki: 50, kd: 0)),
  ]

  /// At T = 2 ms: (kp, ki T, kd) on the points, between them and beyond them.
  @Test(arguments: [
    (-9, 10, 0.2, 1), (-1, 10, 0.2, 1), (-0.5, 15, 0.15, 1), (0, 20, 0.1, 1), (1, 30, 0.1, 0.75),
    (3, 50, 0.1, 0.25), (4, 60, 0.1, 0), (1e300, 60, 0.1, 0), (-1e300, 10, 0.2, 1),
  ])
  func runsInStraightLines(variable: Double, kp: Double, ki: Double, kd: Double) throws {
    var gains = GainScheduler(
      GainSchedule(PID.Gains(kp: 7, ki: 0, kd: 0)), try GainSchedule(Self.points), period: 0.002)
    let found = gains.gains(at: .second(variable, first: -variable))
    #expect(found.kp.x == 7)
    #expect(abs(found.kp.y - kp) < 1e-12)
    #expect(abs(found.integralStep.y - ki) < 1e-14)
    #expect(abs(found.kd.y - kd) < 1e-14)
  }

  /// A variable that is no number leaves the joint at the breakpoint below.
  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func staysWithoutANumber(variable: Double) throws {
    let schedule = try GainSchedule(Self.points)
    var gains = GainScheduler(schedule, schedule, period: 0.002)
    #expect(gains.gains(at: .second(variable)).kp.y == 10)
    #expect(gains.gains(at: .second(1)).kp.y == 30)
    #expect(gains.gains(at: .second(variable)).kp.y == 20)
    #expect(gains.gains(at: .second(1)).kp.y == 30)
  }

  @Test func refusesWhatIsNoTable() {
    let good = Self.points[0]
    #expect(throws: PIDError.pointCount(0)) { try GainSchedule([]) }
    #expect(throws: PIDError.pointCount(9)) {
      try GainSchedule((0..<9).map { GainSchedule.Point(at: Double($0), good.gains) })
    }
    for variable in [-1, -2, -.infinity, .infinity, -0.999_999_999_999_999_9] {
      #expect(throws: PIDError.notIncreasing(index: 1, variable: variable)) {
        let steep = PID.Gains(kp: 1e300, ki: 0, kd: 0)
        _ = try GainSchedule([good, GainSchedule.Point(at: variable, steep)])
      }
    }
    #expect(throws: PIDError.tooSmall(field: "ki", value: -1, least: 0)) {
      try GainSchedule([GainSchedule.Point(at: 0, PID.Gains(kp: 1, ki: -1, kd: 0))])
    }
  }

  @Test func saysWhatToDo() {
    #expect(
      PIDError.notIncreasing(index: 2, variable: 0.5).description
        == "point 2 of the gain schedule is at 0.5; give finite values of the scheduling variable, "
        + "each clearly above the one before")
  }

  @Test func checksConfigurations() throws {
    let good = PID.Configuration.constant(kp: 1, ki: 1, kd: 1)
    try good.validate(period: 0.002)
    let refusals: [(WritableKeyPath<PID.Configuration, Double>, Double, String, Double)] = [
      (\.filterTime, -1, "filterTime", 0), (\.deadband, .infinity, "deadband", 0),
      (\.integralLimit, -0.1, "integralLimit", 0), (\.transferTime, 0.001, "transferTime", 0.002),
      (\.proportionalWeight, -1, "proportionalWeight", 0),
      (\.outputRate, 0, "outputRate", .leastNonzeroMagnitude),
    ]
    for (field, value, name, least) in refusals {
      var bad = good
      bad[keyPath: field] = value
      #expect(throws: PIDError.tooSmall(field: name, value: value, least: least)) {
        try bad.validate(period: 0.002)
      }
    }
    var bad = good
    bad.antiWindup = .backCalculation(trackingTime: 0.001)
    #expect(throws: PIDError.tooSmall(field: "trackingTime", value: 0.001, least: 0.002)) {
      try bad.validate(period: 0.002)
    }
    bad = good
    bad.lower = 100
    #expect(throws: PIDError.emptyRange(lower: 100, upper: 100)) {
      try bad.validate(period: 0.002)
    }
  }
}
