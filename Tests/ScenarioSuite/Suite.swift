import FaultRig
import FoundationEssentials
import RobotAssembly
import RobotConfiguration

/// Every scenario of a folder, each on the robot that it names, on several jobs.
struct Suite: Sendable {
  private let scenarios: [FaultScenario]
  private let models: [String: RobotModel]
  private let jobs: Int

  /// Loads everything. Throws the errors of files, and when `options` names no folder of scenarios.
  init(_ options: Options) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: options.scenarios).sorted()
    scenarios = try files.filter { $0.hasSuffix(".yaml") }.map {
      try FaultScenarioFile.load(path: "\(options.scenarios)/\($0)")
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
    jobs = options.jobs
  }

  func run() async -> FaultMatrix {
    await withTaskGroup(of: [FaultMatrix.Row].self) { group in
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
      return FaultMatrix(rows)
    }
  }
}
