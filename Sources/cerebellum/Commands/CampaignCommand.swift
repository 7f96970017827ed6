import ArgumentParser
import Glibc
import RobotAssembly
import RobotConfiguration
import RobotScenarios
import Synchronization

/// Plays random sequences of faults on simulated robots, or a robot with other values, many in one process.
struct CampaignCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "campaign",
    abstract:
      "Let random faults happen to simulated robots, or vary their gains, and watch every cycle.",
    discussion: """
      Every seed is a run of its own, on the virtual clock: the same bit for bit wherever it is played. A single seed is \
      told in full. With --vary nothing goes wrong, unless a --scenario says so: every seed is the robot with other values, \
      ranked by how well it moves; seed 0 is the robot file as it is. python -m cerebellum.campaign spreads a campaign over processes and machines, and goes on where it was \
      interrupted. Documentation/campaign.md has the whole of it.
      """)
  @Option(
    help: ArgumentHelp(
      "The robot file; given several times, the runs take turns. One that is not here is looked for in "
        + "/usr/share/cerebellum.", valueName: "path"))
  var robot: [String] = ["Robots/arm6/robot.yaml"]
  @Option(
    help: ArgumentHelp(
      "The seeds to play: 17, or 1..1000 (default: 1..1000; of a grid all of it, and 0).",
      valueName: "range"))
  var seeds: SeedRange?
  @Option(help: "So many threads (default: one for each processor).")
  var jobs: Int = min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), CrashNotes.places)
  @Option(
    help: ArgumentHelp(
      "Vary a number of the robot file: joints.elbow.control.kp=20..80 N.m/rad:4; several times for a grid. Without "
        + ":COUNT every seed is a point between the bounds. * is every joint.",
      valueName: "keys=low..high"))
  var vary: [String] = []
  @Option(
    help: ArgumentHelp("What a varied robot does (default: every joint swings).", valueName: "path")
  )
  var motion: String?
  @Option(
    help: ArgumentHelp(
      "A fault scenario, with its motion, in the place of --motion.", valueName: "path"))
  var scenario: String?
  @Option(help: "What ranks varied robots.")
  var rank: TuningOrder = .rms
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1...CrashNotes.places).contains(jobs) else {
      throw ValidationError("--jobs: give 1 to \(CrashNotes.places)")
    }
    guard let plan = try plan() else {
      if motion != nil || scenario != nil {
        throw ValidationError("--motion and --scenario go with --vary")
      }
      return
    }
    guard robot.count == 1 else { throw ValidationError("--vary: give one --robot") }
    if motion != nil, scenario != nil {
      throw ValidationError("--motion: the --scenario has a motion of its own; give one of both")
    }
    if let seeds, let last = plan.last, seeds.seeds.upperBound > last {
      throw ValidationError("--seeds: the grid has runs 0 to \(last)")
    }
  }

  /// What is varied; `nil`: nothing is.
  private func plan() throws(ValidationError) -> TuningPlan? {
    guard !vary.isEmpty else { return nil }
    let variations = try vary.map { text throws(ValidationError) in
      do {
        return try Variation(text)
      } catch {
        throw ValidationError("--vary \(text): \(error)")
      }
    }
    guard let plan = TuningPlan(variations) else {
      throw ValidationError(
        "--vary: give each of them a :COUNT (a grid), or none of at most 8 (points between their bounds)"
      )
    }
    return plan
  }

  func execute(_ console: Console) throws(ToolFailure) {
    let robots = try robot.map { path throws(ToolFailure) in try CampaignRobot(path) }
    do {
      if let plan = try plan() { return try tune(robots[0], plan, console) }
    } catch let failure as ToolFailure {
      throw failure
    } catch {
      throw ToolFailure(.usage, Message(same: "\(error)"))
    }
    let tally = Mutex(CampaignTally())
    // Written to only while the tally is locked.
    nonisolated(unsafe) let console = console
    try play(seeds ?? SeedRange(1...1000)) { seed in
      let robot = robots[Int(seed % UInt64(robots.count))]
      let run = CampaignRun(seed: seed, on: robot.model)
      let line = common.json ? run.json(on: robot).oneLine : nil
      tally.withLock {
        $0.add(run, on: robot)
        if let line { console.line(line) }
      }
    }
    let result = tally.withLock { $0 }
    if !common.json { console.line(result.text) }
    try Self.complain(result.failures.count, of: result.runs)
  }

  private func tune(
    _ robot: CampaignRobot, _ plan: TuningPlan, _ console: Console
  ) throws(ToolFailure) {
    let tuning = try Tuning(robot, plan, motion: motion, scenario: scenario)
    let tally = Mutex((runs: TuningTally(), refusal: ToolFailure?.none))
    // Written to only while the tally is locked.
    nonisolated(unsafe) let console = console
    try play(seeds ?? SeedRange(0...min(plan.last ?? 1000, UInt64(UInt32.max)))) { seed in
      do throws(ToolFailure) {
        let run = try tuning.run(seed)
        let line = common.json ? run.json(tuning).oneLine : nil
        tally.withLock {
          $0.runs.add(run)
          if let line { console.line(line) }
        }
      } catch {
        tally.withLock { $0.refusal = error }
      }
    }
    let (result, refusal) = tally.withLock { $0 }
    if !common.json { console.line(result.text(tuning, by: rank)) }
    if let refusal { throw refusal }
    try Self.complain(result.failures.count, of: result.runs.count)
    if !result.runs.contains(where: \.isUsable) {
      throw ToolFailure(
        .failed, "no variant did the whole motion: the table says what went wrong",
        "没有任何参数组合完成整个动作：原因见上表")
    }
  }

  /// Gives every seed to `each`, on threads.
  private func play(
    _ range: SeedRange, _ each: @escaping @Sendable (UInt64) -> Void
  ) throws(ToolFailure) {
    CrashNotes.start()
    let queue = SeedQueue(range)
    try Threads.run(jobs) { job in
      while let seed = queue.next() {
        CrashNotes.begin(job: job, seed: seed)
        each(seed)
      }
    }
  }

  private static func complain(_ failures: Int, of runs: Int) throws(ToolFailure) {
    guard failures > 0 else { return }
    throw ToolFailure(
      .failed,
      Message(
        "\(failures) of \(runs) runs broke a rule that holds always; each is named above",
        "\(runs) 次运行中有 \(failures) 次违反了必须始终成立的规则；见上文"))
  }
}

/// A robot of a campaign, and what it was read from.
struct CampaignRobot: Sendable {
  /// As the command line names it.
  let path: String
  /// Where it was found.
  let file: String
  let model: RobotModel
  /// Of all its files: robots that are equal in this are equal.
  let digest: FileDigest

  init(_ path: String) throws(ToolFailure) {
    self.path = path
    file = ShippedFile.find(path)
    do throws(ConfigurationErrors) {
      let loaded = try LoadedRobot(robotPath: file, boardPath: nil)
      model = loaded.model
      digest = FileDigest(of: Array(loaded.files.map(\.digest.description).joined().utf8))
    } catch {
      throw ToolFailure(error)
    }
  }
}
