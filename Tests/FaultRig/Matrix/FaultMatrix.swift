public import RobotAssembly
public import RobotConfiguration
public import RobotScenarios

/// What became of scenarios, a row each, by the code of what the robot noticed and then by name; ridden through
/// comes last.
public struct FaultMatrix: Sendable {
  /// The rows.
  public let rows: [Row]
  /// Scenarios of the daemon, where there was none.
  let unplayed: [FaultScenario]

  /// A matrix of these rows, and of what was not played because there is no daemon.
  public init(_ rows: [Row], unplayed: [FaultScenario] = []) {
    self.unplayed = unplayed
    self.rows = rows.sorted { one, other in
      (one.order, one.scenario.name) < (other.order, other.scenario.name)
    }
  }

  /// What became of one scenario.
  public struct Row: Sendable {
    /// The scenario.
    public let scenario: FaultScenario
    /// What came of it.
    public let report: FaultReport
    /// What speaks against it; empty: it passed.
    public let failures: [String]
    /// What the robot noticed, as the catalogue knows it.
    public let noticed: FaultCatalogue.Entry?
    /// The rows of the fault table that it shows.
    public let tableRows: [Int]
    /// The joint that is plotted, and its name.
    let joint: (index: Int, name: String)

    /// Plays `scenario` on `model`.
    public init(playing scenario: FaultScenario, on model: RobotModel) {
      self.scenario = scenario
      var report = FaultReport()
      do {
        report = try FaultRun.report(
          of: scenario, on: model, doing: ScenarioMotion.of(scenario, model), keepsTrace: true)
      } catch {
        report.problems = ["\(error)"]
      }
      self.report = report
      failures = report.failures(of: scenario)
      noticed = report.verdict.flatMap { FaultCatalogue.shipped[$0.code] }
      tableRows = FaultTable.rows(of: scenario, report, noticed: noticed)
      let joint = model.robot.joint(struckBy: scenario, report)
      self.joint = (joint, model.robot.joints[joint].name)
    }

    /// Plays `scenario` on the daemon.
    public init(playing scenario: FaultScenario, on daemon: DaemonRun) {
      self.scenario = scenario
      report = daemon.report(of: scenario)
      failures = report.failures(of: scenario)
      noticed = nil
      tableRows = FaultTable.rows(of: scenario, report, noticed: nil)
      joint = (0, "")
    }

    fileprivate var order: UInt16 { report.verdict?.code ?? .max }
  }

  /// Those that failed.
  public var failed: [Row] { rows.filter { !$0.failures.isEmpty } }

  /// The rows of the fault table that no scenario that passed shows.
  public var missingTableRows: [Int] {
    let shown = Set(rows.filter(\.failures.isEmpty).flatMap(\.tableRows))
    return Array(1...FaultTable.titles.count).filter { !shown.contains($0) }
  }

  /// `44 scenarios, 44 passed, 0 failed, 12 of 30 rows of the fault table shown`.
  public var summary: String {
    let all = FaultTable.titles.count
    return "\(rows.count) scenarios, \(rows.count - failed.count) passed, \(failed.count) failed, "
      + "\(all - missingTableRows.count) of \(all) rows of the fault table shown"
  }
}

extension RobotDescription {
  /// The joint to look at: the one that the robot blames, or that a device of `scenario` belongs to, or else that
  /// moves most.
  fileprivate func joint(struckBy scenario: FaultScenario, _ report: FaultReport) -> Int {
    if let verdict = report.verdict, verdict.joint >= 0 { return verdict.joint }
    let names = scenario.faults.map(\.place.name)
    if let named = joints.firstIndex(where: { names.contains($0.name) }) { return named }
    let struck = joints.firstIndex { joint in
      joint.devices.contains { names.contains(devices[$0].name) }
    }
    if let struck { return struck }
    guard let trace = report.trace else { return 0 }
    func travel(_ joint: Int) -> Double {
      let positions = trace.times.indices.map { trace.reference(joint, at: $0) }
      return (positions.max() ?? 0) - (positions.min() ?? 0)
    }
    return joints.indices.max { travel($0) < travel($1) } ?? 0
  }
}
