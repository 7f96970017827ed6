import FoundationEssentials
import RobotConfiguration
import RobotControl
import RobotCore
import Testing

@testable import RobotAssembly

/// The zeros of a calibration file, and when they do not count.
@Suite struct CalibrationTests {
  private static let robot = Sample.robot.replacing(
    "urdf:", with: "calibration: { file: zeros.yaml, valid_days: 90 }\nurdf:"
  ).replacing(
    "angle: { driver: as5600, bus: main }",
    with: "angle: { driver: as5600, bus: main, serial: A-0042 }")
  private static let today = CalendarDay(number: 20_780)

  private static func entry(
    device: String = "angle", serial: String? = "A-0042", age: Int = 90
  ) -> CalibrationDescription {
    CalibrationDescription(joints: [
      "hinge": .init(
        device: device, serial: serial, zero: 2.5, day: CalendarDay(number: today.number - age))
    ])
  }

  private func folder(_ text: String?, robot: String = robot) throws -> RobotFolder {
    var files = ["sample.urdf": Sample.urdf(), "board.yaml": Sample.board]
    files["zeros.yaml"] = text
    return try RobotFolder(robot: robot, files: files)
  }

  private func load(_ folder: RobotFolder) throws -> LoadedRobot {
    try LoadedRobot(robotPath: folder.robot, boardPath: folder.path + "/board.yaml")
  }

  /// What forbids to arm because of the calibration, and the zero of the joint.
  private func outcome(
    _ text: String?, isSimulated: Bool = false
  ) throws -> (block: StartBlock?, zero: Double, folder: RobotFolder) {
    let folder = try folder(text)
    let loaded = try load(folder)
    let blocks = loaded.startBlocks(
      isSimulated: isSimulated, stateDirectory: folder.path, today: Self.today
    ).filter { $0.refusal.rawValue >= Refusal.calibrationMissing.rawValue }
    #expect(blocks.count <= 1)
    return (blocks.first, loaded.model.robot.joints[0].encoder.zero, folder)
  }

  private func outcome(
    _ calibration: CalibrationDescription
  ) throws -> (block: StartBlock?, zero: Double, folder: RobotFolder) {
    try outcome(CalibrationFile.text(of: calibration))
  }

  @Test func itsZeroTakesThePlaceOfTheRobotFiles() throws {
    let good = try outcome(Self.entry())
    #expect(good.block == nil)
    #expect(good.zero == 2.5)
    let loaded = try load(good.folder)
    #expect(loaded.files.map(\.role) == [.robot, .urdf, .calibration, .board])
    // The loop decodes with it: the encoder's 2.5 rad are the joint's 0.
    #expect(abs(EncoderPlace(0, loaded.model).position(encoderRadians: 2.5)) < 1e-12)
  }

  @Test func aFileThatIsMissing() throws {
    let (block, zero, folder) = try outcome(nil as String?)
    #expect(block?.refusal == .calibrationMissing && block?.joint == -1)
    #expect(zero == 1.2)
    let place = "\(folder.robot):3:22: calibration.file"
    #expect(
      block?.text.english.hasPrefix("\(place): there is no \(folder.path)/zeros.yaml.") == true)
    #expect(block?.text.chinese.hasPrefix("\(place)：没有 \(folder.path)/zeros.yaml。") == true)
    for text in [block?.text.english, block?.text.chinese] {
      #expect(text?.contains("`cerebellum calibrate JOINT --at POSITION`") == true)
    }
  }

  @Test func aJointThatIsMissing() throws {
    let other = CalibrationDescription(
      joints: ["wrist": Self.entry().joints["hinge"]].compactMapValues(\.self))
    let (block, zero, folder) = try outcome(other)
    #expect(block?.refusal == .calibrationMissing && block?.joint == 0)
    #expect(zero == 1.2)
    #expect(
      block?.text.english.hasPrefix(
        "joint hinge (\(folder.robot):15:5): \(folder.path)/zeros.yaml has no zero of it.") == true,
      "\(String(describing: block))")
    #expect(block?.text.chinese.contains("zeros.yaml 中没有它的零点") == true)
    #expect(block?.text.english.contains("`cerebellum calibrate hinge --at POSITION`") == true)
  }

  @Test func aFileThatWasEdited() throws {
    let text = CalibrationFile.text(of: Self.entry()).replacing("2.5", with: "2.6")
    let (block, zero, folder) = try outcome(text)
    #expect(block?.refusal == .calibrationDamaged && block?.joint == -1)
    #expect(zero == 1.2)
    #expect(
      block?.text.english.hasPrefix(
        "the calibration does not count: \(folder.path)/zeros.yaml:4:11: checksum: it is not")
        == true,
      "\(String(describing: block))")
    #expect(block?.text.chinese.hasPrefix("标定无效：\(folder.path)/zeros.yaml:4:11: ") == true)
  }

  @Test(
    arguments: [
      (entry(device: "angle2"), "angle2 (A-0042)"), (entry(serial: "A-0043"), "angle (A-0043)"),
      (entry(serial: nil), "angle"),
    ])
  func anotherDevice(calibration: CalibrationDescription, was: String) throws {
    let (block, zero, folder) = try outcome(calibration)
    #expect(block?.refusal == .calibrationOfOtherDevice && block?.joint == 0)
    #expect(zero == 1.2)
    #expect(
      block?.text.english.hasPrefix(
        "joint hinge (\(folder.path)/zeros.yaml:3:3): calibrated with \(was); \(folder.robot):15:5 has angle "
          + "(A-0042). ") == true, "\(String(describing: block))")
    #expect(block?.text.chinese.contains("标定时使用 \(was)；") == true)
  }

  @Test(arguments: [(91, "91 days ago, more than", "已过 91 天"), (-2, "a day to come", "晚于今天")])
  func aDateThatDoesNotCount(age: Int, english: String, chinese: String) throws {
    let (block, zero, folder) = try outcome(Self.entry(age: age))
    #expect(block?.refusal == .calibrationOutOfDate && block?.joint == 0)
    // It is the best that is known.
    #expect(zero == 2.5)
    #expect(
      block?.text.english.hasPrefix("joint hinge (\(folder.path)/zeros.yaml:3:3): calibrated on 20")
        == true)
    #expect(block?.text.english.contains(english) == true, "\(String(describing: block))")
    #expect(block?.text.chinese.contains(chinese) == true)
  }

  /// Zones differ by a day; and what has no bound does not age.
  @Test func aDateThatCounts() throws {
    for age in [90, 0, -1] { #expect(try outcome(Self.entry(age: age)).block == nil) }
    let folder = try folder(
      CalibrationFile.text(of: Self.entry(age: 20_000)),
      robot: Self.robot.replacing(", valid_days: 90", with: ""))
    let blocks = try load(folder).hardwareBlocks(Self.today)
    #expect(!blocks.contains { $0.refusal == .calibrationOutOfDate })
  }

  @Test func aSimulationHasNothingToCalibrate() throws {
    #expect(try outcome(nil as String?, isSimulated: true).block == nil)
  }

  /// The joint stood at 0.5 rad when the daemon said 0.2: with the new zero the same angle of the encoder is 0.5.
  @Test(
    arguments: [
      "zero: 1.2 rad", "zero: 1.2 rad, direction: -1", "zero: 1.2 rad, ratio: 3",
      "zero: 6.2 rad, ratio: 2, direction: -1",
    ])
  func theZeroThatIsFoundGivesThePosition(encoder: String) throws {
    let folder = try folder(
      nil,
      robot: Self.robot.replacing("zero: 1.2 rad", with: encoder)
        .replacing("[-90 deg, 90 deg]", with: "[-40 deg, 40 deg]"))
    let loaded = try load(folder)
    let before = EncoderPlace(0, loaded.model)
    let angle = before.scale.zero + 0.2 / before.scale.ratio
    let entry = try #require(
      loaded.calibrate(
        0, reading: before.position(encoderRadians: angle), at: 0.5,
        with: CalibrationDescription(), on: Self.today))
    #expect((0..<6.2832).contains(entry.zero))
    #expect((entry.device, entry.serial, entry.day) == ("angle", "A-0042", Self.today))
    let text = CalibrationFile.text(of: CalibrationDescription(joints: ["hinge": entry]))
    try Data(text.utf8).write(to: URL(filePath: folder.path + "/zeros.yaml"))
    let after = EncoderPlace(0, try load(folder).model)
    #expect(abs(after.position(encoderRadians: angle) - 0.5) < 1e-6)
  }

  /// What the daemon runs with counts, not what the file says meanwhile.
  @Test func theZeroInUseIsTheOneThatWasRead() throws {
    let loaded = try load(try folder(CalibrationFile.text(of: Self.entry())))
    let inUse = loaded.calibrate(0, reading: 0, at: 0, with: Self.entry(), on: Self.today)
    #expect(abs((inUse?.zero ?? 0) - 2.5) < 1e-12)
    let given = loaded.calibrate(
      0, reading: 0, at: 0, with: CalibrationDescription(), on: Self.today)
    #expect(abs((given?.zero ?? 0) - 1.2) < 1e-12)
  }

  @Test func behindALinkageItIsTheCranksAngle() throws {
    let robot = Self.robot.replacing(
      "    encoder: { device: angle, zero: 1.2 rad }",
      with: """
            transmission:
              four_bar: { ground: 60 mm, crank: 20 mm, coupler: 55 mm, rocker: 30 mm, assembly: open, crank_zero: 90 deg }
            encoder: { device: angle, zero: 1.2 rad, side: actuator }
        """
    ).replacing("[-90 deg, 90 deg]", with: "[-20 deg, 20 deg]")
    let loaded = try load(try folder(nil, robot: robot))
    let place = EncoderPlace(0, loaded.model)
    let linkage = try #require(place.linkage)
    let entry = try #require(
      loaded.calibrate(
        0, reading: 0.1, at: -0.2, with: CalibrationDescription(), on: Self.today))
    let turned = linkage.actuatorPosition(joint: 0.1) - linkage.actuatorPosition(joint: -0.2)
    #expect(abs(turned - 0.3) > 1e-3)
    #expect(abs(entry.zero - (1.2 + turned)) < 1e-12)
  }
}
