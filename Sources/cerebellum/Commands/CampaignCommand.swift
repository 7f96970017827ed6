import ArgumentParser
import Glibc
import RobotAssembly
import RobotConfiguration
import RobotScenarios
import Synchronization

/// Plays random sequences of faults on simulated robots, many in one process.
struct CampaignCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "campaign",
    abstract: "Let random sequences of faults happen to simulated robots, and watch every cycle.",
    discussion: """
      Every seed is a run of its own, on the virtual clock: the same bit for bit wherever it is played. A single seed is \
      told in full. python -m cerebellum.campaign spreads a campaign over processes and machines, and goes on where it was \
      interrupted. Documentation/campaign.md has the whole of it.
      """)
  @Option(
    help: ArgumentHelp(
      "The robot file; given several times, the runs take turns. One that is not here is looked for in "
        + "/usr/share/cerebellum.", valueName: "path"))
  var robot: [String] = ["Robots/arm6/robot.yaml"]
  @Option(help: ArgumentHelp("The seeds to play: 17, or 1..1000.", valueName: "range"))
  var seeds: SeedRange = SeedRange(1...1000)
  @Option(help: "So many threads (default: one for each processor).")
  var jobs: Int = min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), CrashNotes.places)
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1...CrashNotes.places).contains(jobs) else {
      throw ValidationError("--jobs: give 1 to \(CrashNotes.places)")
    }
  }

  func execute(_ console: Console) throws(ToolFailure) {
    let robots = try robot.map { path throws(ToolFailure) in try CampaignRobot(path) }
    CrashNotes.start()
    let tally = Mutex(CampaignTally())
    // Written to only while the tally is locked.
    nonisolated(unsafe) let console = console
    let queue = SeedQueue(seeds)
    try Threads.run(jobs) { job in
      while let seed = queue.next() {
        CrashNotes.begin(job: job, seed: seed)
        let robot = robots[Int(seed % UInt64(robots.count))]
        let run = CampaignRun(seed: seed, on: robot.model)
        let line = common.json ? run.json(on: robot).oneLine : nil
        tally.withLock {
          $0.add(run, on: robot)
          if let line { console.line(line) }
        }
      }
    }
    let result = tally.withLock { $0 }
    if !common.json { console.line(result.text) }
    if !result.failures.isEmpty {
      throw ToolFailure(
        .failed,
        Message(
          "\(result.failures.count) of \(result.runs) runs broke a rule that holds always; each is named above",
          "\(result.runs) 次运行中有 \(result.failures.count) 次违反了必须始终成立的规则；见上文"))
    }
  }
}

/// A robot of a campaign, and what it was read from.
struct CampaignRobot: Sendable {
  /// As the command line names it.
  let path: String
  let model: RobotModel
  /// Of all its files: robots that are equal in this are equal.
  let digest: FileDigest

  init(_ path: String) throws(ToolFailure) {
    self.path = path
    do throws(ConfigurationErrors) {
      let loaded = try LoadedRobot(robotPath: ShippedFile.find(path), boardPath: nil)
      model = loaded.model
      digest = FileDigest(of: Array(loaded.files.map(\.digest.description).joined().utf8))
    } catch {
      throw ToolFailure(error)
    }
  }
}
