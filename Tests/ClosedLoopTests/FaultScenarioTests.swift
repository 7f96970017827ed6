import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import RobotScenarios
import Testing

/// Every scenario of `Scenarios/faults` ends as its file expects, and no cycle of it breaks a limit, takes
/// a bad sample for a good one, or leaves an output on.
@Suite struct FaultScenarioTests {
  static let folder = Fixture.root + "/Scenarios/faults"

  static func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test(
    arguments: try files().filter {
      try !FaultScenarioFile.load(path: "\(folder)/\($0)").isOfDaemon
    })
  func endsAsExpected(_ file: String) throws {
    let scenario = try FaultScenarioFile.load(path: "\(Self.folder)/\(file)")
    #expect("\(scenario.name).yaml" == file)
    let model = try LoadedRobot(
      robotPath: "\(Fixture.root)/Robots/\(scenario.robot)/robot.yaml", boardPath: nil
    ).model
    #expect(scenario.check(on: model.robot).isEmpty, "\(scenario.check(on: model.robot))")
    let report = try FaultRun.report(
      of: scenario, on: model, doing: try ScenarioMotion.of(scenario, model))
    let failures = report.failures(of: scenario)
    #expect(failures.isEmpty, "\(file), seed \(scenario.seed): \(report)")
  }

  /// What a person's robot is asked on its bench, on ours.
  @Test(
    arguments: try FileManager.default.contentsOfDirectory(
      atPath: "\(Fixture.root)/Scenarios/bench"
    ).sorted(), ["bench", "hil"])
  func theSuiteOfABenchEndsAsExpected(_ file: String, robot: String) throws {
    let scenario = try FaultScenarioFile.load(path: "\(Fixture.root)/Scenarios/bench/\(file)")
    #expect("\(scenario.name).yaml" == file && scenario.robot == FaultScenario.anyRobot)
    let model = try LoadedRobot(
      robotPath: "\(Fixture.root)/Robots/\(robot)/robot.yaml", boardPath: nil
    ).model
    #expect(scenario.check(on: model.robot).isEmpty)
    let report = try FaultRun.report(
      of: scenario, on: model, doing: try ScenarioMotion.of(scenario, model))
    #expect(report.failures(of: scenario).isEmpty, "\(report.failures(of: scenario)) \(report)")
  }

  /// Of every kind that can happen.
  @Test func thereAreScenariosOfEveryKind() throws {
    let kinds = try Self.files().flatMap { file in
      try FaultScenarioFile.load(path: "\(Self.folder)/\(file)").faults.map {
        String("\($0.kind)".prefix { $0 != "(" })
      }
    }
    #expect(
      Set(kinds) == [
        "addressNotAcknowledged", "dataNotAcknowledged", "stuckData", "stretch", "arbitrationLost",
        "shortTransfer", "flippedBits", "constantReply", "frozenReply", "tornReply", "reset",
        "unpowered", "wrongDevice", "swappedChannels", "slowAdapter", "pressed", "unplugged",
        "noise", "lostBytes", "overloaded", "silentClient", "notANumber", "commandStep",
        "beyondLimits", "gains", "asked", "jammed", "load", "deadMotor", "inverted", "strongMotor",
        "overrun", "supplySag", "overheated", "slippedMagnet", "daemonKilled", "daemonHung",
        "configurationEdited", "configurationCut", "secondClient", "clientGone", "fullDisk",
      ])
  }
}
