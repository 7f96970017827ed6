import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import RobotWire
import Testing

@testable import cerebellum

/// A daemon whose robot has the joints of `FakeRobot`, which stand at 0.251 and -0.499 rad.
@Suite final class CalibrateCommandTests {
  private let folder: String
  private let robot: String
  private var zeros: String { folder + "/zeros.yaml" }

  init() throws {
    // The daemon names files without symbolic links.
    folder = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
    robot = folder + "/robot.yaml"
    try LastingFile.write(try Self.robot(), to: robot)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { print(error) }
  }

  /// Robots/first, twice.
  private static func robot() throws -> String {
    let first = try Repository.text("Robots/first/robot.yaml")
    let start = try #require(first.firstRange(of: "  shoulder:\n"))
    let joint = String(first[start.lowerBound...])
    return first[..<start.lowerBound]
      .replacing("robot: first\n", with: "robot: first\ncalibration: { file: zeros.yaml }\n")
      .replacing(
        "  angle: { driver: as5600, bus: main }",
        with: "  angle: { driver: as5600, bus: main, serial: A-1 }\n"
          + "  other: { driver: as5600l, bus: main, address: 0x41 }"
      ).replacing("address: 0x41, frequency", with: "address: 0x42, frequency")
      + joint.replacing("shoulder:", with: "pan:")
      + joint.replacing("shoulder:", with: "lift:").replacing("pwm.0, pwm.1", with: "pwm.2, pwm.3")
      .replacing("device: angle", with: "device: other")
  }

  /// A daemon that is started now.
  private func start(_ change: (inout FakeRobot) -> Void = { _ in }) throws -> FakeDaemon {
    var fake = FakeRobot(isSimulated: false)
    fake.files = try LoadedRobot(robotPath: robot, boardPath: nil).files.map { file in
      let role: FileInfo.Role = file.role == .robot ? .robot : .calibration
      return FileInfo(role: role, path: file.path, sha256: file.digest.description)
    }
    change(&fake)
    return try FakeDaemon(fake)
  }

  private func calibrate(
    _ joint: String, _ at: String, on daemon: FakeDaemon, _ more: [String] = [],
    _ language: Language = .english
  ) throws -> String {
    let listener = Listener()
    try run(["calibrate", joint, "--at", at] + more, on: daemon, listener.console(language))
    return listener.output
  }

  private func read(_ path: String) throws -> CalibrationDescription {
    try CalibrationFile.load(
      text: try ConfigurationFile(.calibration, path: path).bytes, file: path)
  }

  /// 1.2 rad of the robot file, and 0.251 rad too far.
  @Test func writesTheZero() throws {
    let said = try calibrate("pan", "0 deg", on: try start())
    let entry = try #require(try read(zeros).joints["pan"])
    #expect(abs(entry.zero - 1.451) < 1e-9)
    #expect((entry.device, entry.serial, entry.day) == ("angle", "A-1", .today()))
    #expect(
      said
        == "pan: was 0.2510 rad, zero of angle now 1.451000 rad, in \(zeros). Start the daemon again, "
        + "and approve (`cerebellum approve`) before you do.\n")
    #expect(!FileManager.default.fileExists(atPath: zeros + ".bak"))
  }

  @Test func tellsItInJSONAndInChinese() throws {
    let daemon = try start()
    let json = try calibrate("lift", "-30deg", on: daemon, ["--json"])
    #expect(json.hasPrefix("{\"joint\": \"lift\", \"file\": \"\(zeros)\", \"device\": \"other\", "))
    #expect(json.contains("\"serial\": null, \"zero_rad\": 1.2245"))
    let said = try calibrate("pan", "0", on: daemon, [], .chinese)
    #expect(said.contains("请先批准（`cerebellum approve`），再重启守护进程。"))
  }

  /// Joint by joint, twice one of them: the daemon runs with what it read all the time.
  @Test func severalJointsBeforeTheDaemonIsStartedAgain() throws {
    _ = try calibrate("pan", "0", on: try start())
    let first = try ConfigurationFile(.calibration, path: zeros).bytes
    let daemon = try start()
    // That daemon runs with 1.451.
    for _ in 0..<2 {
      _ = try calibrate("lift", "0", on: daemon)
      _ = try calibrate("pan", "0", on: daemon)
      let now = try read(zeros)
      #expect(abs((now.joints["pan"]?.zero ?? 0) - 1.702) < 1e-9)
      #expect(abs((now.joints["lift"]?.zero ?? 0) - 0.701) < 1e-9)
      #expect(try ConfigurationFile(.calibration, path: zeros + ".bak").bytes == first)
    }
  }

  @Test func doesNotGuessWithWhichZerosTheDaemonRuns() throws {
    _ = try calibrate("pan", "0", on: try start())
    let daemon = try start()
    try LastingFile.write(CalibrationFile.text(of: CalibrationDescription()), to: zeros)
    expectRefusal("changed since the daemon was started", "在守护进程启动后已更改", daemon)
    let other = try start()
    try LastingFile.write(try Self.robot() + "# edited\n", to: robot)
    expectRefusal("changed since the daemon was started", "在守护进程启动后已更改", other)
  }

  @Test func aJointThatMovesIsNotCalibrated() throws {
    expectRefusal("the joint moves", "关节在移动", try start { $0.drift = 0.001 })
  }

  @Test func aRobotThatIsArmedIsNotCalibrated() throws {
    expectRefusal("is not disarmed", "未处于 disarmed", try start { $0.lifecycle = .active })
  }

  @Test func aSimulatedEncoderHasNoZero() throws {
    expectRefusal("--simulate", "--simulate", try start { $0.info.isSimulated = true })
  }

  @Test func thePositionIsOneOfTheJoints() throws {
    expectRefusal("outside the limits of pan", "超出 pan 的限位", try start(), at: "2 rad", .usage)
  }

  @Test func theRobotFileNamesTheFile() throws {
    let text = try Self.robot().replacing("calibration: { file: zeros.yaml }\n", with: "")
    try LastingFile.write(text, to: robot)
    expectRefusal("names no calibration file", "没有指定标定文件", try start(), .usage)
  }

  private func expectRefusal(
    _ english: String, _ chinese: String, _ daemon: FakeDaemon, at: String = "0",
    _ exit: ExitReason = .refused
  ) {
    let before = FileManager.default.contents(atPath: zeros)
    let failure = #expect(throws: ToolFailure.self) { try calibrate("pan", at, on: daemon) }
    #expect(failure?.exit == exit)
    #expect(failure?.message.english.contains(english) == true, "\(String(describing: failure))")
    #expect(failure?.message.chinese.contains(chinese) == true)
    #expect(FileManager.default.contents(atPath: zeros) == before)
  }
}
