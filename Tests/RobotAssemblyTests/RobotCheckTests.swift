import RobotAssembly
import RobotConfiguration
import Testing

/// What `cerebellum check` finds beyond the robot file itself, and that it is told together.
@Suite struct RobotCheckTests {
  /// Checks the sample robot after `edits`; errors as `file:line:column: key.path: problem`.
  private func check(
    _ edits: [(String, String)] = [], urdf: String? = Sample.urdf(), board: String? = nil
  ) throws -> CheckReport {
    let text = edits.reduce(Sample.robot) { text, edit in
      #expect(text.contains(edit.0), "the sample has no \(edit.0)")
      return text.replacing(edit.0, with: edit.1)
    }
    var files: [String: String] = [:]
    files["sample.urdf"] = urdf
    files["board.yaml"] = board
    let folder = try RobotFolder(robot: text, files: files)
    var report = RobotCheck.run(
      robotPath: folder.robot, boardPath: board.map { _ in "\(folder.path)/board.yaml" })
    for index in report.errors.indices {
      report.errors[index].file = report.errors[index].file.replacing("\(folder.path)/", with: "")
    }
    return report
  }

  private func places(_ report: CheckReport) -> [String] {
    report.errors.map { error in
      "\(error.file):\(error.position.map(\.description) ?? "-"): \(error.keyPath)"
    }
  }

  @Test func sampleIsRight() throws {
    let report = try check(board: Sample.board)
    #expect(report.errors.isEmpty, "\(report.errors)")
    #expect(report.joints.map(\.name) == ["hinge"])
    #expect(report.joints.map(\.isArmable) == [true])
  }

  @Test func errorsOfAllFilesAreToldTogether() throws {
    let report = try check(
      [
        ("robot: sample", "robot: sample\ncolour: red"), ("rate: 200 Hz", "rate: 5 kHz"),
        ("i2c: header", "i2c: heder"), ("sample.urdf", "simple.urdf"),
        ("encoder: { device: angle", "encoder: { device: angle, ratio: 4"),
      ], board: Sample.board.replacing("status: simulated", with: "status: simulatd"))
    // The board has an error itself, so that nobody knows what it lacks.
    #expect(
      places(report) == [
        "robot.yaml:2:1: colour", "robot.yaml:3:7: rate", "robot.yaml:4:15: urdf",
        "robot.yaml:15:5: joints.hinge.encoder", "board.yaml:3:9: status",
      ])
  }

  @Test func errorsOfTheRobotFileDoNotHideTheBoard() throws {
    let report = try check(
      [("robot: sample", "robot: sample\ncolour: red"), ("i2c: header", "i2c: heder")],
      board: Sample.board)
    #expect(places(report) == ["robot.yaml:2:1: colour", "robot.yaml:6:16: buses.main.i2c"])
  }

  @Test func unreadableRobotDoesNotHideTheBoard() throws {
    let report = try check(
      [("robot: sample", "robot: [")], board: Sample.board.replacing("[]", with: "5"))
    #expect(Set(report.errors.map(\.file)) == ["robot.yaml", "board.yaml"])
  }

  /// What was refused once starts no further complaint: the joint has a range, only a wrong one.
  @Test func refusedValueIsNotMissing() throws {
    let report = try check(
      [
        ("rate: 200 Hz", "rate: 5 kHz"),
        ("position: [-90 deg, 90 deg]", "position: [-90 deg, 90 V]"),
      ], urdf: Sample.urdf().replacing(" lower=\"-1\" upper=\"1\"", with: ""))
    #expect(
      places(report) == [
        "robot.yaml:2:7: rate", "robot.yaml:15:35: joints.hinge.limits.position[1]",
      ])
  }

  /// Its traffic is not understood either: a rate error could name a wrong number.
  @Test func refusedDeviceLeavesTheRateOut() throws {
    let report = try check([
      ("rate: 200 Hz", "rate: 5 kHz"), ("driver: as5600", "driver: as5600, every: 0"),
    ])
    #expect(places(report) == ["robot.yaml:8:35: devices.angle.every"])
  }

  /// By hand: PCA9685 10 bytes, AS5600 2 and 4 bytes, 9 clocks each; START, twice repeated, and STOP: 148
  /// clocks of 0.1 ms and 50 us are 14 850 us; there is no time to read settings back. Control keeps 15 % of
  /// the 5 ms; 85 % of 1/57 s are 14 912 us, of 1/58 s 14 655 us.
  @Test func rateThatTheBusCannotCarrySaysTheHighest() throws {
    let report = try check([("speed: 400 kHz", "speed: 10 kHz")])
    let error = try #require(report.errors.first)
    #expect(places(report) == ["robot.yaml:2:7: rate"])
    #expect(error.problem.contains("bus \"main\" needs 14850 us of the 4250 us"), "\(error)")
    #expect(error.allowed == "at most 57 Hz")
  }

  /// Whoever follows the advice is not refused again.
  @Test(arguments: 10..<30)
  func rateThatIsAdvisedIsCarried(kilohertz: Int) throws {
    let slow = ("speed: 400 kHz", "speed: \(kilohertz) kHz")
    let refused = try check([slow, ("rate: 200 Hz", "rate: 9 kHz")])
    let advice = try #require(refused.errors.first?.allowed)
    #expect(advice.hasPrefix("at most "))
    let rate = "rate: \(advice.dropFirst("at most ".count))"
    #expect(try check([slow, ("rate: 200 Hz", rate)]).errors.isEmpty, "\(rate)")
  }

  @Test func jointThatTheURDFLacksNamesThoseItHas() throws {
    let report = try check([("  hinge:", "  hing:")])
    #expect(places(report) == ["robot.yaml:10:3: joints.hing"])
    #expect(report.errors.first?.allowed == "hinge, wrist")
  }

  @Test func onlyRotaryJointsThatFollowNobodyAreDriven() throws {
    let slider = try check(urdf: Sample.urdf(type: "prismatic"))
    #expect(slider.errors.first?.problem.contains("prismatic") == true, "\(slider.errors)")
    let mimic = try check(urdf: Sample.urdf(more: "<mimic joint=\"wrist\"/>"))
    #expect(mimic.errors.first?.problem.contains("(mimic)") == true, "\(mimic.errors)")
  }

  @Test func rangeMustBeGivenSomewhere() throws {
    let report = try check(
      [("position: [-90 deg, 90 deg], ", "")],
      urdf: Sample.urdf().replacing(" lower=\"-1\" upper=\"1\"", with: ""))
    #expect(places(report) == ["robot.yaml:15:5: joints.hinge.limits.position"])
    #expect(try check([("position: [-90 deg, 90 deg], ", "")]).errors.isEmpty)
  }

  @Test func encoderMustNotComeRoundInTheRange() throws {
    let report = try check([("zero: 1.2 rad", "zero: 1.2 rad, ratio: 2")])
    #expect(places(report) == ["robot.yaml:14:5: joints.hinge.encoder"])
    #expect(try check([("zero: 1.2 rad", "zero: 1.2 rad, ratio: 1.99")]).errors.isEmpty)
  }

  @Test func bridgeOfTwoDevicesIsRefused() throws {
    let report = try check([
      (
        "  angle:",
        "  other: { driver: pca9685, bus: main, address: 0x42, frequency: 1 kHz }\n  angle:"
      ), ("[pwm.0, pwm.1]", "[pwm.0, other.1]"),
    ])
    #expect(places(report) == ["robot.yaml:12:5: joints.hinge.actuator.bridge"])
  }

  /// Zero in a URDF means unspecified: the joint is read but not armed.
  @Test func unspecifiedLimitsBlockArming() throws {
    let report = try check([(", velocity: 2 rad/s", ""), (", effort: 1 N.m", "")])
    #expect(report.errors.isEmpty, "\(report.errors)")
    #expect(
      report.armingBlocks.map(\.keyPath) == [
        "joints.hinge.limits.velocity", "joints.hinge.limits.effort",
      ])
    #expect(report.armingBlocks.first?.problem.contains("sample.urdf:7:") == true)
    #expect(report.joints.map(\.isArmable) == [false])
    #expect(report.joints.map(\.velocity) == [nil])
  }
}
