import FaultRig
import FoundationEssentials
import Glibc
import RobotAssembly
import RobotConfiguration

/// Every scenario of a folder, each on the robot that it names, on several jobs.
struct Suite: Sendable {
  private let scenarios: [FaultScenario]
  private let models: [String: RobotModel]
  private let options: Options

  /// What plays the scenarios of any robot.
  private static let usualRobot = "bench"

  /// Loads everything. Throws the errors of files, and when `options` names no folder of scenarios.
  init(_ options: Options) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: options.scenarios).sorted()
    scenarios = try files.filter { $0.hasSuffix(".yaml") }.flatMap {
      Self.scenarios(
        of: try FaultScenarioFile.load(path: "\(options.scenarios)/\($0)"), options.only)
    }
    var models: [String: RobotModel] = [:]
    for name in Set(scenarios.map(\.robot)) {
      let path = "\(options.robots)/\(name)/robot.yaml"
      models[name] = try LoadedRobot(robotPath: path, boardPath: nil).model
    }
    for scenario in scenarios {
      let errors = models[scenario.robot].map { scenario.check(on: $0.robot) } ?? []
      if !errors.isEmpty { throw ConfigurationErrors(errors) }
    }
    self.models = models
    self.options = options
  }

  /// `scenario` for each robot that it is to be played on.
  private static func scenarios(of scenario: FaultScenario, _ only: [String]?) -> [FaultScenario] {
    guard scenario.robot == FaultScenario.anyRobot else {
      return only?.contains(scenario.robot) ?? true ? [scenario] : []
    }
    return (only ?? [usualRobot]).map { robot in
      var scenario = scenario
      scenario.robot = robot
      if only != nil { scenario.name += "-\(robot)" }
      return scenario
    }
  }

  /// Plays all: those of the daemon last, one after the other, for they are of the wall clock.
  func run() async throws -> FaultMatrix {
    let ofDaemon = scenarios.filter(\.isOfDaemon)
    let rows = await playOnVirtualClock(scenarios.filter { !$0.isOfDaemon })
    guard let programs = options.programs else { return FaultMatrix(rows, unplayed: ofDaemon) }
    return FaultMatrix(rows + (try ofDaemon.map { try play($0, programs) }))
  }

  /// The scenarios of `matrix` on the wall clock, beside it.
  func compare(_ matrix: FaultMatrix) throws -> ClockComparison {
    try ClockComparison(matrix, on: models)
  }

  private func play(_ scenario: FaultScenario, _ programs: String) throws -> FaultMatrix.Row {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "cbl-\(getpid())-\(scenario.name)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      do { try FileManager.default.removeItem(at: folder) } catch { print(error) }
    }
    return FaultMatrix.Row(
      playing: scenario,
      on: DaemonRun(
        program: programs + "/cerebellumd",
        robot: "\(options.robots)/\(scenario.robot)/robot.yaml", folder: folder.path,
        unit: options.unit))
  }

  private func playOnVirtualClock(_ scenarios: [FaultScenario]) async -> [FaultMatrix.Row] {
    let jobs = options.jobs
    return await withTaskGroup(of: [FaultMatrix.Row].self) { group in
      for job in 0..<jobs {
        group.addTask {
          stride(from: job, to: scenarios.count, by: jobs).compactMap { place in
            let scenario = scenarios[place]
            return models[scenario.robot].map { FaultMatrix.Row(playing: scenario, on: $0) }
          }
        }
      }
      var rows: [FaultMatrix.Row] = []
      for await part in group { rows += part }
      return rows
    }
  }
}
