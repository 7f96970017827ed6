import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import RobotWire

extension LateReport {
  /// The object that Documentation/command-line.md describes.
  var json: JSONValue {
    .object([
      ("causes", .object(CauseKind.allCases.map { ($0.key, .count(count(of: $0))) })),
      ("unseen", .count(unseen)),
      ("last", .array(cycles.map(\.json))),
      ("before", .array(before.map { Self.json($0) })),
      ("usual", Self.json(usual)),
    ])
  }

  private func count(of kind: CauseKind) -> UInt64 {
    counts.first { $0.cause == kind.rawValue }?.count ?? 0
  }

  private static func json(_ cycle: CycleStages) -> JSONValue {
    .object([
      ("cycle", .count(cycle.cycle)), ("late_us", .number(cycle.lateness.microseconds)),
      ("stages", json(cycle.stages)),
    ])
  }

  private static func json(_ stages: [TimeSpan]) -> JSONValue {
    .object(zip(Stage.allCases, stages).map { ("\($0.key)_us", .number($1.microseconds)) })
  }
}

extension LateEvent {
  fileprivate var json: JSONValue {
    .object([
      ("cycle", .count(cycle)), ("due_ns", .integer(Int(due.nanoseconds))),
      ("thread", .text(thread.isEmpty ? "control" : thread)),
      ("late_us", .number(lateness.microseconds)),
      ("cause", .text(CauseKind(rawValue: cause)?.key ?? "\(cause)")),
      ("cause_us", .number(cost.microseconds)),
      ("origin", origin.map { .count($0) } ?? .null),
      ("english", .text(english)), ("chinese", .text(chinese)),
    ])
  }
}

extension Stage {
  /// Its name for programs.
  fileprivate var key: String {
    switch self {
    case .wakeUp: "wake_up"
    default: "\(self)"
    }
  }
}
