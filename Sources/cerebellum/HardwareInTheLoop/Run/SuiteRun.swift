import RobotAssembly
import RobotConfiguration
import RobotScenarios

/// Plays scenarios one after the other, and tells what came of each in a line.
struct SuiteRun {
  let setup: RunSetup
  let console: Console
  /// Tells nothing: what came of it is printed as JSON at the end.
  let isQuiet: Bool
  private(set) var played: [PlayedScenario] = []

  init(_ setup: RunSetup, _ console: Console, isQuiet: Bool) {
    self.setup = setup
    self.console = console
    self.isQuiet = isQuiet
  }

  /// Plays `files`. Throws when the person interrupts and when the injector is gone; `played` then has those before.
  mutating func play(_ files: [ScenarioFile]) throws(ToolFailure) {
    for file in files {
      let one = try play(file)
      played.append(one)
      if isQuiet { continue }
      let name = file.scenario.name
      switch one.outcome {
      case .passed: console.line("ok \(name): \(one.summary.oneLine)")
      case .failed(let reasons):
        console.line("FAILED \(name): \((reasons + [one.summary]).joined(separator: "; ").oneLine)")
      case .skipped(let reason): console.line("skipped \(name): \(reason.oneLine)")
      }
    }
  }

  private func play(_ file: ScenarioFile) throws(ToolFailure) -> PlayedScenario {
    let scenario = file.scenario
    if console.isInterrupted() { throw .interrupted }
    if let reason = setup.skips.reason(scenario) {
      return PlayedScenario(scenario, .skipped(reason))
    }
    if let reason = try setup.injector?.inability(file.bytes) {
      return PlayedScenario(scenario, .skipped("not the injector's: \(reason)"))
    }
    let begin = Environment.now()
    let report = try ScenarioPlayer(setup, file, console).play()
    let failures = report.failures(of: judged(scenario))
    return PlayedScenario(
      scenario, failures.isEmpty ? .passed : .failed(failures), report: report,
      seconds: Environment.now() - begin)
  }

  /// The same with a bound that bears how late times are here, and without one for what a person begins.
  private func judged(_ scenario: FaultScenario) -> FaultScenario {
    var scenario = scenario
    if setup.injector == nil, !setup.isSimulated,
      scenario.faults.contains(where: { $0.kind == .pressed })
    {
      scenario.expectation.within = nil
    }
    scenario.expectation.within = scenario.expectation.within.map { $0 + setup.tolerance }
    return scenario
  }
}

extension String {
  /// Without line breaks.
  var oneLine: String { replacing("\n", with: " ") }
}

extension [PlayedScenario] {
  /// The keys that Documentation/command-line.md describes.
  var json: [(String, JSONValue)] {
    [
      ("passed", .integer(passed)), ("failed", .integer(failed)), ("skipped", .integer(skipped)),
      ("scenarios", .array(map(\.json))),
    ]
  }
}

extension PlayedScenario {
  fileprivate var json: JSONValue {
    let (result, reasons): (String, [String]) =
      switch outcome {
      case .passed: ("passed", [])
      case .failed(let reasons): ("failed", reasons)
      case .skipped(let reason): ("skipped", [reason])
      }
    func number(_ value: Double?, times factor: Double = 1) -> JSONValue {
      value.map { .number($0 * factor) } ?? .null
    }
    let verdict = report?.verdict
    // Typed one by one: Swift 6.2 gives up on the whole.
    let code: JSONValue = verdict.map { .integer(Int($0.code)) } ?? .null
    let lifecycle: JSONValue = report.map { .text("\($0.state)") } ?? .null
    return .object([
      ("name", .text(scenario.name)), ("result", .text(result)),
      ("reasons", .array(reasons.map { .text($0) })),
      ("code", code),
      ("noticed_ms", number(verdict?.detection, times: 1e3)),
      ("secured_ms", number(report?.secured, times: 1e3)),
      ("moved_rad", number(report?.moved)), ("tracking_rad", number(report?.tracking)),
      ("lifecycle", lifecycle), ("seconds", .number(seconds)),
    ])
  }
}
