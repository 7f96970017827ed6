import RobotRuntime
import RobotUnits

/// Injected against attributed.
struct Confusion {
  private(set) var counts: [[CauseKind: Int]] = Injected.allCases.map { _ in [:] }
  private(set) var wrong: [String] = []
  private(set) var rights = Injected.allCases.map { _ in 0 }
  private(set) var unnoticed = Injected.allCases.map { _ in 0 }
  private(set) var followers = 0
  private(set) var drowned = 0
  private(set) var elsewhere: [CauseKind: Int] = [:]

  /// Each injection is answered by the first miss in its window; further misses there must name the
  /// same cause, as predecessor or as their own. What is left was not injected.
  init(_ plan: Plan, _ late: [LateCycle]) {
    var rest = late[...]
    for injection in plan.injections {
      while let first = rest.first, first.record.index < injection.cycle {
        elsewhere[first.finding.kind, default: 0] += 1
        rest.removeFirst()
      }
      guard let kind = Injected(rawValue: injection.kind) else { continue }
      let window =
        injection.cycle + UInt64(injection.size / plan.grid.period.nanoseconds) + 3
      guard let answer = rest.first, answer.record.index <= window else {
        unnoticed[kind.rawValue] += 1
        continue
      }
      rest.removeFirst()
      guard !Self.isDrowned(injection, in: answer) else {
        drowned += 1
        continue
      }
      counts[kind.rawValue][answer.finding.kind, default: 0] += 1
      if kind.isNamed(by: answer.finding.cause) {
        rights[kind.rawValue] += 1
      } else {
        wrong.append("\(kind.name) of \(injection.size / 1000) us -> \(Self.text(answer))")
      }
      while let next = rest.first, next.record.index <= window, next.finding.origin != nil {
        followers += 1
        rest.removeFirst()
      }
    }
    for miss in rest { elsewhere[miss.finding.kind, default: 0] += 1 }
  }

  /// Whether the machine itself made the cycle later than the injection did: most of what its stages
  /// took beyond the usual was not injected. Such a cycle has two causes, and the injected one is the
  /// lesser, so it is not judged, whatever was answered.
  private static func isDrowned(_ injection: Injection, in answer: LateCycle) -> Bool {
    let excess = Stage.allCases.reduce(0) { $0 + answer.baseline.excess(answer.record, $1) }
    return excess > 2 * injection.size
  }

  var answered: Int { counts.reduce(0) { $0 + $1.values.reduce(0, +) } }
  var right: Int { rights.reduce(0, +) }

  var text: String {
    let kinds = CauseKind.allCases.filter {
      $0 != .predecessor || counts.contains { $0[.predecessor] != nil }
    }
    var lines = [
      Self.row("injected \\ attributed", kinds.map { "\($0)" } + ["no miss", "right"])
    ]
    for kind in Injected.allCases {
      let counts = counts[kind.rawValue]
      let total = counts.values.reduce(0, +)
      let share = total == 0 ? "-" : Self.percent(rights[kind.rawValue], total)
      lines.append(
        Self.row(
          kind.name,
          kinds.map { counts[$0].map { "\($0)" } ?? "." } + ["\(unnoticed[kind.rawValue])", share]))
    }
    lines.append(
      Self.row("not injected", kinds.map { elsewhere[$0].map { "\($0)" } ?? "." } + ["", ""]))
    return lines.joined(separator: "\n")
  }

  static func percent(_ part: Int, _ whole: Int) -> String {
    let tenths = whole == 0 ? 0 : part * 1000 / whole
    return "\(tenths / 10).\(tenths % 10) %"
  }

  private static func row(_ name: String, _ cells: [String]) -> String {
    func pad(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(width - text.count, 0))
    }
    return name + pad(name, 21) + cells.map { pad($0, 13) + $0 }.joined()
  }

  /// One miss with all that it was judged by.
  static func text(_ late: LateCycle) -> String {
    let stages = Stage.allCases.map {
      "\($0) \(late.record.duration($0) / 1000)/\(late.baseline.typical[$0.place()] / 1000)"
    }
    return "\(late.finding.cause) \(late.finding.nanoseconds / 1000) us; cycle "
      + "\(late.record.index), skipped \(late.record.skipped), interrupted "
      + "\(late.record.interruptions); " + stages.joined(separator: ", ")
  }
}
