import FoundationEssentials
import RobotConfiguration
import Testing

@testable import RobotAssembly
@testable import cerebellum

@Suite struct InitCommandTests {
  /// A folder that is there as long as the test.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.path + "/cerebellum-init-\(UUID().uuidString)"

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
      do { try FileManager.default.removeItem(atPath: path) } catch { print(error) }
    }

    /// Writes `text` into the file `name`; its path.
    func write(_ text: String, to name: String) throws -> String {
      try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
      return path + "/" + name
    }

    func text(of name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: path + "/" + name)), as: UTF8.self)
    }
  }

  private let folder: Folder

  init() throws { folder = try Folder() }

  /// A robot of one link after the other, joined by `joints`: their type, and what stands in them.
  private static func urdf(_ joints: [(name: String, kind: String, inside: String)]) -> String {
    var text = "<robot name=\"made\">\n<link name=\"base\"/>\n"
    for (index, joint) in joints.enumerated() {
      text += """
        <link name="l\(index)"><inertial><mass value="2"/>
        <inertia ixx="0.5" ixy="0" ixz="0" iyy="0.5" iyz="0" izz="0.5"/></inertial></link>
        <joint name="\(joint.name)" type="\(joint.kind)"><parent link="base"/><child link="l\(index)"/>
        <axis xyz="0 0 1"/>\(joint.inside)</joint>

        """
    }
    return text + "</robot>\n"
  }

  private static let limit = "<limit lower=\"-1\" upper=\"1\" velocity=\"2\" effort=\"10\"/>"

  /// What `init` writes for `urdf`, read as `check` reads it; and what it tells.
  private func make(
    _ urdf: String, _ options: [String] = []
  ) throws -> (text: String, report: CheckReport, told: String) {
    let from = try folder.write(urdf, to: "made.urdf")
    let listener = Listener()
    let output = folder.path + "/robot.yaml"
    try verb(["init", "--from", from, "--output", output] + options).execute(listener.console())
    let report = RobotCheck.run(robotPath: output, boardPath: nil)
    return (try folder.text(of: "robot.yaml"), report, listener.errors)
  }

  @Test func itsFileIsAcceptedAsItIs() throws {
    let from = Repository.root + "/Robots/arm6/arm6.urdf"
    let output = folder.path + "/arm.yaml"
    let listener = Listener()
    try verb(["init", "--from", from, "--output", output, "--name", "my arm"]).execute(
      listener.console())
    let report = RobotCheck.run(robotPath: output, boardPath: nil)
    #expect(report.errors.isEmpty, "\(report.errors)")
    #expect(report.robot?.name == "my_arm")
    #expect(report.joints.map(\.isArmable) == Array(repeating: true, count: 6))
    #expect(report.buses.count == 1)
    #expect(report.buses.allSatisfy { $0.utilisation < 0.7 })
    #expect(listener.output.isEmpty)
  }

  /// By hand: gear 300 / (1.5 x 2); resistance 0.08 x 24 x 100 / 30; rotor 10 / 2 x 0.005; inertia 0.5 + 0.025;
  /// kp 0.525 x 25^2, because 4 Hz are 25.13 rad/s and the rate allows 25; kd twice the root of kp x 0.525.
  @Test func itsFiguresFollowFromTheRules() throws {
    let made = try make(Self.urdf([("pan", "revolute", Self.limit)]))
    for text in [
      "motor: { supply: 24 V, gear: 100, kt: 0.08 N.m/A, resistance: 6.4 Ohm, armature: 0.025 kg.m^2 }  # TO CHECK",
      "limits: { acceleration: 4 rad/s^2 }  # TO CHECK",
      "kp: 328.1 N.m/rad, kd: 26.25 N.m.s/rad, gravity: true }  # TO CHECK: from the inertia 0.525 kg.m^2",
    ] { #expect(made.text.contains(text), "\(text) in \(made.text)") }
    #expect(made.report.errors.isEmpty && made.report.armingBlocks.isEmpty)
  }

  @Test func whatIsMissingIsNamedWithItsPlaces() throws {
    let made = try make(
      Self.urdf([
        ("pan", "revolute", Self.limit), ("tilt", "revolute", "<limit lower=\"-1\" upper=\"1\"/>"),
      ]))
    #expect(made.report.errors.isEmpty)
    #expect(made.report.joints.map(\.isArmable) == [true, false])
    let line = try #require(
      made.text.split(separator: "\n", omittingEmptySubsequences: false).lastIndex {
        $0.hasPrefix("    limits:")
      })
    #expect(
      made.report.armingBlocks.map { [$0.keyPath, "\($0.position?.line ?? 0)"] } == [
        ["joints.tilt.limits.velocity", "\(line + 1)"],
        ["joints.tilt.limits.effort", "\(line + 1)"],
      ])
    for key in ["velocity", "effort"] {
      let place = "/robot.yaml:\(line + 1): joints.tilt.limits.\(key): missing, "
      #expect(made.told.contains(place), "\(place) in \(made.told)")
    }
    #expect(made.told.contains("/made.urdf:10:"), "\(made.told)")
    #expect(made.text.contains("# MISSING: velocity and effort"))
    #expect(made.text.contains("# MISSING: it follows from the limits that the URDF does not give"))
  }

  @Test func everyKindOfJointHasItsPlace() throws {
    let made = try make(
      Self.urdf([
        ("wheel", "continuous", "<limit velocity=\"20\" effort=\"1\"/>"),
        (
          "slide", "prismatic",
          "<limit lower=\"0\" upper=\"0.04\" velocity=\"0.2\" effort=\"100\"/>"
        ),
        (
          "turns", "revolute",
          "<limit lower=\"-6.28\" upper=\"6.28\" velocity=\"3\" effort=\"10\"/>"
        ),
        ("finger", "revolute", Self.limit + "<mimic joint=\"turns\"/>"), ("bolt", "fixed", ""),
        ("free", "floating", ""),
        ("stiff", "revolute", "<limit lower=\"1\" upper=\"1\" velocity=\"3\" effort=\"1\"/>"),
      ]))
    #expect(made.report.errors.isEmpty, "\(made.report.errors)")
    #expect(made.report.joints.map(\.name) == ["wheel", "slide", "turns"])
    #expect(made.report.joints.map(\.isPrismatic) == [false, true, false])
    #expect(made.report.joints[0].lower == -1000 && made.report.joints[0].upper == 1000)
    for text in [
      "quadrature: { a: wheel_angle_a, b: wheel_angle_b, counts_per_turn: 4096 }, zero: at_start",
      "travel: 50 mm", "screw: { lead: 10 mm }", "ratio: 0.4502",
      "#   finger: follows turns (mimic)", "#   free: floating",
      "#   stiff: its limits leave it no range",
    ] { #expect(made.text.contains(text), "\(text) in \(made.text)") }
    #expect(!made.text.contains("bolt"))
    #expect(made.told.contains("joint finger has no entry: follows turns (mimic)"))
  }

  /// Sixty joints at 500 Hz: no bus has more than it can carry.
  @Test func manyJointsAreSpreadOverBuses() throws {
    let made = try make(Self.urdf((0..<60).map { ("j\($0)", "revolute", Self.limit) }))
    #expect(made.report.errors.isEmpty, "\(made.report.errors)")
    #expect(made.report.joints.count == 60)
    #expect((8...15).contains(made.report.buses.count))
    #expect(made.report.buses.allSatisfy { $0.utilisation < 0.7 })
  }

  @Test func aSlowerRateHasRoomForMoreJoints() throws {
    let urdf = Self.urdf((0..<16).map { ("j\($0)", "revolute", Self.limit) })
    #expect(try make(urdf, ["--rate", "100 Hz"]).report.buses.count == 2)
    try FileManager.default.removeItem(atPath: folder.path + "/robot.yaml")
    #expect(try make(urdf, ["--rate", "1 kHz"]).report.buses.count > 2)
  }

  @Test(arguments: ["20 kHz", "10 kHz", "0 Hz", "fast"])
  func aRateThatIsNoneIsRefused(rate: String) throws {
    let failure = #expect(throws: ToolFailure.self) {
      try make(Self.urdf([("pan", "revolute", Self.limit)]), ["--rate", rate])
    }
    #expect(failure?.exit == .usage)
    #expect(failure?.message.english.hasPrefix("--rate: ") == true)
  }

  @Test(
    arguments: [
      ("<robot name=\"a\"><link name=\"b\"></robot>", "/made.urdf:1:"),
      ("<robot name=\"a\">\n<link name=\"b\"/>\n<link name=\"c\"/>\n</robot>", "/made.urdf:"),
      ("<mujoco/>", "not <robot>"),
      ("<robot name=\"a\"><link name=\"b\"/></robot>", "nothing to drive"),
    ])
  func aURDFThatIsNoneIsRefused(urdf: String, word: String) throws {
    let failure = #expect(throws: ToolFailure.self) { try make(urdf) }
    #expect(failure?.exit == .configuration)
    #expect(failure?.message.english.contains(word) == true, "\(failure?.message.english ?? "")")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/robot.yaml"))
  }

  @Test func aNameThatNoRobotFileCanSayIsRefused() throws {
    let failure = #expect(throws: ToolFailure.self) {
      try make(Self.urdf([("left arm", "revolute", Self.limit)]))
    }
    #expect(failure?.message.english.contains("joint 'left arm'") == true)
  }

  @Test func nothingIsWrittenOver() throws {
    _ = try folder.write("mine", to: "robot.yaml")
    let failure = #expect(throws: ToolFailure.self) {
      try make(Self.urdf([("pan", "revolute", Self.limit)]))
    }
    #expect(failure?.exit == .usage)
    #expect(try folder.text(of: "robot.yaml") == "mine")
  }

  @Test func jointsWithOneShortNameHaveDevicesOfTheirOwn() throws {
    let long = "a_joint_with_a_name_that_is_long_"
    let made = try make(
      Self.urdf([
        (long + "1", "revolute", Self.limit), (long + "2", "revolute", Self.limit),
        ("1", "revolute", Self.limit),
      ]))
    #expect(made.report.errors.isEmpty, "\(made.report.errors)")
    #expect(Set(made.report.joints.map(\.encoder)).count == 3)
  }

  @Test func standardOutputHasTheFileAlone() throws {
    let from = try folder.write(Self.urdf([("pan", "revolute", Self.limit)]), to: "made.urdf")
    let listener = Listener()
    try verb(["init", "--from", from]).execute(listener.console(.chinese))
    #expect(listener.output.hasPrefix("# made, written by `cerebellum init` from "))
    #expect(listener.errors.hasPrefix("made：1 个关节，1 条总线。"))
    let object = Listener()
    try verb(["init", "--from", from, "--json"]).execute(object.console())
    #expect(object.output.split(separator: "\n").count == 1)
    #expect(
      object.output.contains("\"joints\": 1, \"buses\": 1, \"left_out\": [], \"missing\": []"))
  }

  @Test(
    arguments: [
      ("models/a.urdf", "a/robot.yaml", "../models/a.urdf"), ("a.urdf", "robot.yaml", "a.urdf"),
      ("./a/../b.urdf", "c/d/robot.yaml", "../../b.urdf"), ("a/b.urdf", "a/robot.yaml", "b.urdf"),
      ("/x/a.urdf", "b/robot.yaml", "/x/a.urdf"),
    ])
  func theURDFIsNamedFromTheRobotFile(path: String, output: String, expected: String) {
    #expect(FilePath.relative(path, to: output) == expected)
  }

  @Test(arguments: [
    (0.0, "0"), (64, "64"), (1234.5678, "1235"), (0.00123456, "0.001235"), (123456, "123500"),
  ])
  func numbersHaveFourFigures(value: Double, expected: String) {
    #expect(InitialRobotText.number(value) == expected)
  }
}
