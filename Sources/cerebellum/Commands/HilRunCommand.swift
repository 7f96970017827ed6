import ArgumentParser
import RobotAssembly
import RobotConfiguration
import RobotScenarios
import RobotUnits

/// Plays scenarios on the hardware that is there.
struct HilRunCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Play scenarios on the hardware that is there, and judge what becomes of the robot.",
    discussion: """
      Each scenario has a daemon of its own, which is ended after it. What needs an injector is skipped on a plain \
      bench, with its reason. --plan first: it touches nothing. Ctrl-C stops and disarms the robot. \
      Documentation/hil.md has the whole of it.
      """)
  @Argument(help: ArgumentHelp("Scenario files, or folders of them.", valueName: "suite"))
  var suite: [String]
  @Option(help: ArgumentHelp("The robot file.", valueName: "path"))
  var robot: String
  @Option(help: ArgumentHelp("The board file; not needed with --simulate.", valueName: "path"))
  var board: String?
  @Flag(help: "Play on simulated hardware instead: a rehearsal.")
  var simulate = false
  @Option(
    help: ArgumentHelp(
      "What lets things happen to the hardware: its socket, or its port in a virtual machine.",
      valueName: "path"))
  var injector: String?
  @Flag(help: "A person stands at the robot, and presses the emergency stop when asked.")
  var attended = false
  @Flag(help: "Touch nothing: print what to wire, what each scenario does, and which are skipped.")
  var plan = false
  @Option(
    help: ArgumentHelp(
      "By how much times may be late, for an emulated machine, with its unit (default: 0).",
      valueName: "time"))
  var tolerance = "0 s"
  @Option(
    help: ArgumentHelp(
      "Where report.md, junit.xml and plots go; the folder is made.", valueName: "folder"))
  var report: String?
  @OptionGroup var consent: ConsentOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if board == nil, !simulate {
      throw ValidationError("--board is missing; without hardware, use --simulate")
    }
  }

  func execute(_ console: Console) throws(ToolFailure) {
    let seconds = try QuantityArgument.value(tolerance, .time, name: "tolerance")
    guard (0...60).contains(seconds) else {
      throw ToolFailure(.usage, "--tolerance: 0 s to 60 s", "--tolerance：0 s 至 60 s")
    }
    let loaded = try load()
    let files = try ScenarioFile.load(suite)
    try check(files, on: loaded.model.robot)
    if plan {
      var rules = SkipRules(robot: loaded.model.robot)
      rules.hasInjector = injector != nil
      rules.isSimulated = simulate
      rules.isAttended = attended
      rules.tolerance = seconds
      let lines = RunPlan(loaded: loaded, files: files, skips: rules, console: console).lines
      console.line(
        common.json
          ? JSONValue.object([("plan", .array(lines.map { .text($0) }))]).oneLine
          : lines.joined(separator: "\n"))
      return
    }
    if !simulate { try requireApproval(loaded) }
    let setup = RunSetup(
      loaded: loaded, robotPath: robot, boardPath: board, program: try DaemonProgram.find(),
      isSimulated: simulate,
      injector: try injector.map { path throws(ToolFailure) in
        try Injector(path)
      },
      isAttended: attended, tolerance: seconds)
    let folder = try report.map { path throws(ToolFailure) in try RunReportFiles(path) }
    if !simulate {
      try Consent.require(
        for: Message("Playing these scenarios", "播放这些场景"), real: loaded.model.robot.name,
        options: consent, console: console)
    }
    Interruption.watch()
    try play(files, setup, folder, console)
  }

  private func play(
    _ files: [ScenarioFile], _ setup: RunSetup, _ folder: RunReportFiles?, _ console: Console
  ) throws(ToolFailure) {
    var run = SuiteRun(setup, console, isQuiet: common.json)
    var failure: ToolFailure?
    do throws(ToolFailure) {
      try run.play(files)
    } catch {
      failure = error
    }
    try folder?.write(
      run.played, setup, title: "\(setup.robot.name): \(suite.joined(separator: ", "))")
    if !common.json { console.line(run.played.summary) }
    let results = run.played.json
    if let failure {
      throw ToolFailure(failure.exit, failure.message, details: failure.details + results)
    }
    if run.played.failed > 0 {
      throw ToolFailure(
        .failed,
        Message(
          "\(run.played.failed) scenarios did not end as expected",
          "\(run.played.failed) 个场景未按预期结束"), details: results)
    }
    if common.json { console.line(JSONValue.object(results).oneLine) }
  }

  private func load() throws(ToolFailure) -> LoadedRobot {
    do throws(ConfigurationErrors) {
      return try LoadedRobot(robotPath: robot, boardPath: board, isPatient: simulate)
    } catch {
      throw ToolFailure(error)
    }
  }

  /// A scenario for this robot that names what it does not have is a wrong file; one for any robot is skipped.
  private func check(
    _ files: [ScenarioFile], on robot: RobotDescription
  ) throws(ToolFailure) {
    let errors = files.filter { $0.scenario.robot == robot.name }.flatMap {
      $0.scenario.check(on: robot)
    }
    if !errors.isEmpty { throw ToolFailure(ConfigurationErrors(errors)) }
  }

  /// What forbids to arm at the daemon's start, in every scenario: nothing is approved here, a person has.
  private func requireApproval(_ loaded: LoadedRobot) throws(ToolFailure) {
    let blocks = loaded.startBlocks(
      isSimulated: false, stateDirectory: StateDirectory.standard())
    guard !blocks.isEmpty else { return }
    throw ToolFailure(
      .refused,
      Message(
        blocks.map(\.text.english).joined(separator: "\n"),
        blocks.map(\.text.chinese).joined(separator: "\n")))
  }
}
