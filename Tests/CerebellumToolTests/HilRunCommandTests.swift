import RobotAssembly
import RobotConfiguration
import Testing

@testable import cerebellum

/// What `cerebellum hil run` says before anything moves. `Tests/DaemonTests/HilRunTests.swift` plays.
@Suite struct HilRunCommandTests {
  private let bench = Repository.root + "/Robots/bench/robot.yaml"
  private let board = Repository.root + "/Boards/raspberrypi-5.yaml"

  private func scenario(_ name: String, robot: String, _ faults: String) throws -> TemporaryFile {
    try TemporaryFile(
      """
      scenario: \(name)
      robot: \(robot)
      seed: 1
      duration: 2 s
      \(faults)
      expect: { fault: none, state: active }
      """)
  }

  @Test func aPlanSaysWhatToWireWhatMovesAndWhatIsSkipped() throws {
    let swings = try scenario("swings", robot: "any", "")
    let stops = try scenario(
      "stops", robot: "bench", "faults: [ { kind: press, line: estop, at: 1 s } ]")
    let jams = try scenario(
      "jams", robot: "bench", "faults: [ { kind: jam, joint: damps, at: 1 s } ]")
    let listener = Listener()
    try verb([
      "hil", "run", "--robot", bench, "--board", board, "--plan", "--attended", swings.path,
      stops.path, jams.path,
    ]).execute(listener.console())
    // Pins of the header: Boards/raspberrypi-5.yaml. 0.67 rad: twice half of 2 rad/s by 3 rad/s of swing.
    for line in [
      "  I2C main: header, 400 kHz, /dev/i2c-1, header pins 3, 5",
      "    pwm: pca9685, 0x41",
      "    coasts_angle: as5600, 0x36, behind mux channel 1",
      "  estop: GPIO17, header pin 11, the emergency stop, a contact that opens when it is pressed",
      "  drive_enable: GPIO27, header pin 13, output enable, safe at 1",
      "  swings: 2.0 s", "    damps: 0.00 to 0.67 rad, from 0",
      "    1.0 s: somebody presses estop",
      "  jams: skipped, there is no injector at the buses, chips and joints",
      "2 would be played, 1 skipped; about 0.2 min. Nothing was touched.",
    ] {
      #expect(
        listener.output.split(separator: "\n").contains(line[...]), "\(line): \(listener.output)")
    }
  }

  @Test func aPlanSpeaksChinese() throws {
    let stops = try scenario(
      "stops", robot: "bench", "faults: [ { kind: press, line: estop, at: 1 s } ]")
    let listener = Listener()
    try verb([
      "hil", "run", "--robot", bench, "--simulate", "--plan", stops.path,
    ]).execute(listener.console(.chinese))
    #expect(listener.output.contains("    1.0 s: 按下 estop"))
    #expect(listener.output.contains("将播放 1 个，跳过 0 个"))
  }

  /// On hardware nothing is played with files that nobody approved, and no daemon is started.
  @Test func whatNobodyApprovedIsRefused() throws {
    let swings = try scenario("swings", robot: "any", "")
    let failure = try #require(throws: ToolFailure.self) {
      try verb(["hil", "run", "--robot", bench, "--board", board, swings.path])
        .execute(Listener().console())
    }
    #expect(failure.exit == .refused)
    #expect(failure.message.english.contains("cerebellum approve"))
    #expect(failure.message.chinese.contains("cerebellum approve"))
  }

  @Test func aScenarioThatNamesWhatItsRobotDoesNotHaveIsAWrongFile() throws {
    let wrong = try scenario(
      "wrong", robot: "bench", "faults: [ { kind: jam, joint: elbow, at: 1 s } ]")
    let failure = try #require(throws: ToolFailure.self) {
      try verb(["hil", "run", "--robot", bench, "--simulate", "--plan", wrong.path])
        .execute(Listener().console())
    }
    #expect(failure.exit == .configuration)
    #expect(
      failure.message.english.hasPrefix("\(wrong.path):5:31: faults[0].joint: bench has no joint"),
      "\(failure.message.english)")
  }

  @Test(arguments: [
    [], ["--simulate"], ["--board", "b"], ["--simulate", "--tolerance", "61 s"],
    ["--simulate", "--tolerance", "5 apples"],
    ["--simulate", "--injector", "/tmp/no/such.sock"],
  ])
  func aWrongCommandLineMovesNothing(options: [String]) throws {
    let swings = try scenario("swings", robot: "any", "")
    let suite = options.isEmpty || options == ["--simulate"] ? [] : [swings.path]
    let listener = Listener()
    let reason = Program.run(
      ["hil", "run", "--robot", bench] + options + suite, on: listener.console())
    let expected: ExitReason =
      options.contains("--injector")
      ? .hardware : options == ["--board", "b"] ? .configuration : .usage
    #expect(reason == expected, "\(listener.errors)")
    #expect(listener.output.isEmpty)
  }

  @Test func anEmptyFolderIsNoSuite() throws {
    let listener = Listener()
    let reason = Program.run(
      [
        "hil", "run", "--robot", bench, "--simulate", "--plan",
        Repository.root + "/Documentation",
      ], on: listener.console())
    #expect(reason == .usage)
    #expect(listener.errors.contains("there is no scenario file (*.yaml)"))
  }
}
