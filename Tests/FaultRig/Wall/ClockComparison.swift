public import RobotAssembly
public import RobotConfiguration
import RobotCore
public import RobotScenarios
import RobotUnits

/// What became of scenarios on the virtual clock and on the wall clock.
public struct ClockComparison: Sendable {
  /// One scenario.
  public struct Row: Sendable {
    let scenario: FaultScenario
    let virtual: FaultReport
    let wall: WallOutcome
    let period: Double
    let longestReading: Double

    /// `scenario` on a robot with this period [s], what of it is read least often is read so often [s]: what came
    /// of it on both clocks.
    public init(
      _ scenario: FaultScenario, virtual: FaultReport, wall: WallOutcome, period: Double,
      longestReading: Double
    ) {
      self.scenario = scenario
      self.virtual = virtual
      self.wall = wall
      self.period = period
      self.longestReading = longestReading
    }

    /// What speaks against it.
    public var differences: [String] {
      guard !isByChance else { return wall.report.misses(of: untimed) + wall.report.problems }
      guard !isAnother else {
        return wall.report.misses(of: scenario.expectation) + wall.report.problems
      }
      var found = wall.report.problems
      if virtual.verdict?.code != wall.report.verdict?.code {
        found.append("noticed \(wall.report.verdict.map { "\($0.code)" } ?? "nothing")")
      }
      if virtual.state != wall.report.state {
        let last =
          wall.report.faults.last.map {
            " by \($0.code.rawValue) (joint \($0.joint), \($0.value) of \($0.limit), cycle \($0.cycle.index))"
          } ?? ""
        found.append("ended \(wall.report.state)\(last)")
      }
      if (virtual.refusal == nil) != (wall.report.refusal == nil) {
        found.append(wall.report.refusal.map { "refused: \($0)" } ?? "not refused")
      }
      for (name, one, other) in [
        ("noticed", virtual.verdict?.detection, wall.report.verdict?.detection),
        ("off or at rest", virtual.secured, wall.report.secured),
      ] {
        guard let one, let other else { continue }
        if abs(one - other) > tolerance(of: one) {
          found.append("\(name) after \(Decimals.text(other * 1e3, places: 1)) ms")
        }
      }
      return found
    }

    /// `agrees`; `machine late` where cycles were lost, or more replies late than on the virtual clock; or `DIFFERS`.
    public var result: String {
      let wasLate = wall.lostCycles > 0 || wall.report.lateReplies > virtual.lateReplies
      return differences.isEmpty ? "agrees" : wasLate ? "machine late" : "DIFFERS"
    }

    /// Whether it noticed another one of several faults of which the scenario takes each.
    private var isAnother: Bool {
      scenario.expectation.faults.count > 1 && virtual.verdict?.code != wall.report.verdict?.code
    }

    /// What strikes by chance strikes other transfers: there the scenario's own expectation counts, without its bound.
    var isByChance: Bool {
      scenario.faults.contains { fault in
        switch fault.kind {
        case .flippedBits, .noise, .lostBytes: true
        default: fault.probability < 1
        }
      }
    }

    /// Of a time on the virtual clock: three cycles, for the rig looks on from outside; what the threads woke up
    /// late; a tenth of it, for what runs away does so by a little more or less; and, of what is not read in every
    /// cycle, the time between two readings, for they come when they come [s].
    func tolerance(of time: Double) -> Double {
      3 * period + wall.lateness + 0.1 * time + (isReadSeldom ? longestReading : 0)
    }

    /// Settings, supplies and temperatures.
    private var isReadSeldom: Bool {
      guard let code = virtual.verdict?.code else { return false }
      return code == FaultCode.settingsLost.rawValue || (600..<700).contains(code)
    }

    private var untimed: FaultScenario.Expectation {
      var expectation = scenario.expectation
      (expectation.within, expectation.stays) = (nil, nil)
      return expectation
    }
  }

  private let rows: [Row]
  /// The scenarios that the wall clock cannot play.
  private let unplayed: [String]

  /// A comparison of these rows.
  public init(_ rows: [Row], unplayed: [String]) {
    self.rows = rows
    self.unplayed = unplayed
  }

  /// Plays the scenarios of `matrix` again, on the wall clock, one after the other, each on the model of its robot.
  public init(_ matrix: FaultMatrix, on models: [String: RobotModel]) throws {
    var rows: [Row] = []
    var unplayed: [String] = []
    for row in matrix.rows {
      guard let model = models[row.scenario.robot],
        let outcome = try WallRun.outcome(
          of: row.scenario, on: model, doing: ScenarioMotion.of(row.scenario, model))
      else {
        unplayed.append(row.scenario.name)
        continue
      }
      rows.append(
        Row(
          row.scenario, virtual: row.report, wall: outcome,
          period: 1 / model.robot.rate.hertz, longestReading: model.longestReading))
    }
    self.init(rows, unplayed: unplayed)
  }

  /// Whether none differs.
  public var agrees: Bool { rows.allSatisfy { $0.result != "DIFFERS" } }

  /// A table in Markdown, and what it means.
  public var markdown: String {
    let heads = [
      "scenario", "code", "end", "noticed, virtual", "noticed, wall", "off, virtual", "off, wall",
      "lateness", "lost cycles", "late replies", "result",
    ]
    var lines = ["| " + heads.joined(separator: " | ") + " |"]
    lines.append("|" + heads.map { _ in "---|" }.joined())
    for row in rows.sorted(by: { $0.scenario.name < $1.scenario.name }) {
      let cells = [
        row.scenario.name, row.wall.report.verdict.map { "\($0.code)" } ?? "-",
        "\(row.wall.report.state)", milliseconds(row.virtual.verdict?.detection),
        milliseconds(row.wall.report.verdict?.detection), milliseconds(row.virtual.secured),
        milliseconds(row.wall.report.secured),
        row.isByChance ? "by chance" : milliseconds(row.wall.lateness), "\(row.wall.lostCycles)",
        "\(row.wall.report.lateReplies)",
        row.result + row.differences.map { "; \($0)" }.joined(),
      ]
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    let counts = ["agrees", "machine late", "DIFFERS"].map { result in
      "\(rows.count { $0.result == result }) \(result)"
    }
    return """
      # The fault matrix on the wall clock

      The threads of the robot, real waiting, simulated hardware; [ms]. Tolerance of a time: three cycles, for the rig \
      looks on from outside, how late the robot's threads woke up at the worst in that run, a tenth of the time, and for \
      settings, supplies and temperatures the time between two readings. Where faults strike by chance, \
      they strike other transfers than on the virtual clock: there only what the scenario expects counts, without \
      its bound; and so it does, with its bound, where a scenario takes several faults and another one came first. A run that \
      differs after its threads lost cycles, or more replies of buses came late than on the virtual clock, is "machine \
      late": the machine gave the processor to others. Not played, because the rig cannot hold a thread or they are of the daemon: \
      \(unplayed.sorted().joined(separator: ", ")).

      \(lines.joined(separator: "\n"))

      \(counts.joined(separator: ", ")).
      """
  }

  private func milliseconds(_ seconds: Double?) -> String {
    seconds.map { Decimals.text($0 * 1e3, places: 1) } ?? "-"
  }
}

extension RobotModel {
  /// The time between two readings of what is read least often [s]: settings four times a second.
  fileprivate var longestReading: Double {
    max(0.25, Double(robot.devices.map(\.every).max() ?? 1) / robot.rate.hertz)
  }
}
