import FaultRig
import RobotAssembly
import RobotConfiguration
import RobotScenarios
import RobotUnits
import TestSupport

/// Many sequences, each from its own seed, on several jobs.
struct Campaign: Sendable {
  let options: Options
  let robots: [(path: String, model: RobotModel)]

  /// Arming, and so long on end [s].
  static let duration = 0.6

  init(_ options: Options) throws(ConfigurationErrors) {
    self.options = options
    var robots: [(path: String, model: RobotModel)] = []
    for path in options.robots {
      robots.append((path, try LoadedRobot(robotPath: path, boardPath: nil).model))
    }
    self.robots = robots
  }

  /// What came of one sequence.
  struct Outcome: Sendable {
    let sequence: Int
    let scenario: FaultScenario
    let report: FaultReport
  }

  func run() async -> Tally {
    let sequences = options.only.map { [$0] } ?? Array(0..<options.count)
    let jobs = min(options.jobs, sequences.count)
    return await withTaskGroup(of: Tally.self) { group in
      for job in 0..<jobs {
        group.addTask {
          var tally = Tally()
          for place in stride(from: job, to: sequences.count, by: jobs) {
            Watchman.begin(job: job, sequence: sequences[place])
            tally.add(outcome(sequences[place]))
          }
          return tally
        }
      }
      var tally = Tally()
      for await part in group { tally.add(part) }
      return tally
    }
  }

  /// The sequence's own seed: neighbours have nothing in common.
  private func seed(_ sequence: Int) -> UInt64 {
    var random = SeededRandom(seed: options.seed &+ UInt64(sequence) &* 0x9E37_79B9)
    return random.next() >> 32
  }

  func outcome(_ sequence: Int) -> Outcome {
    let model = robots[sequence % robots.count].model
    let seed = seed(sequence)
    let scenario = RandomScenario(model.robot, duration: Self.duration).make(seed: seed)
    var random = SeededRandom(seed: seed &+ 1)
    let motion = ScenarioMotion.swing(
      model, shares: model.joints.map { _ in random.number(-0.2...1) },
      rate: random.number(2...8), seconds: Self.duration + 1)
    var report = FaultReport()
    do {
      report = try FaultRun.report(of: scenario, on: model, doing: motion)
    } catch {
      report.problems = ["\(error)"]
    }
    return Outcome(sequence: sequence, scenario: scenario, report: report)
  }

  /// How to run `outcome` again.
  func command(_ outcome: Outcome) -> String {
    "CampaignSuite --seed \(options.seed) --only \(outcome.sequence) --robots "
      + robots.map(\.path).joined(separator: ",")
  }
}
