import RobotConfiguration
import RobotWire

extension AccessReport {
  /// The role and who controls, for programs.
  var json: JSONValue {
    let word =
      switch control {
      case .nobody: "nobody"
      case .you: "you"
      case .another: "another"
      }
    let isHeld = control != .nobody
    return .object([
      ("role", .text(role.name)), ("control", .text(word)),
      ("process", isHeld ? .integer(Int(process)) : .null),
      ("user", isHeld ? .integer(Int(user)) : .null),
    ])
  }

  /// How often each reason was one, those that never were with 0, for programs.
  var refusalsJSON: JSONValue {
    .object(RefusalReason.allCases.map { ($0.name, .count(self[$0])) })
  }

  /// What was refused, in a line; `nil` where nothing was.
  func refusalLine(_ console: Console) -> String? {
    let counts = refusals.map { count in
      let name = RefusalReason(rawValue: count.reason)?.name ?? "\(count.reason)"
      return "\(name) \(count.count)"
    }
    guard !counts.isEmpty else { return nil }
    return console.text("refused  ", "已拒绝  ") + counts.joined(separator: "  ")
  }
}
