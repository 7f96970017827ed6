import RobotCore

/// The lifecycle's table as Documentation/safety.md shows it: a Mermaid diagram, and every entry.
enum LifecycleDiagram {
  static let begin =
    "<!-- The lifecycle, generated from Sources/RobotCore/LifecycleTable.swift: -->"
  static let end = "<!-- The end of the lifecycle. -->"

  /// What stands between the two.
  static var text: String {
    (["", "```mermaid", "stateDiagram-v2"] + diagram.map { "  " + $0 } + ["```", ""] + table + [""])
      .joined(separator: "\n")
  }

  private struct Edge: Hashable {
    let from: String
    let to: LifecyclePlace
  }

  /// The powered places that one edge may stand for: it holds for those less severe than where it leads.
  private static let group = "powered"
  private static let members = LifecyclePlace.allCases.filter {
    $0.state().isPowered() && $0.state() != .stopping
  }

  /// Whether all places of the group go to `target` with `event`, or are as severe already.
  private static func isShared(_ event: LifecycleEvent, _ target: LifecyclePlace) -> Bool {
    let below = members.filter { $0.severity() < target.severity() }
    return below.count > 1 && !members.contains(target)
      && below.allSatisfy { $0.step(event) == .to(target) }
  }

  private static var diagram: [String] {
    var order: [Edge] = []
    var events: [Edge: [LifecycleEvent]] = [:]
    for place in LifecyclePlace.allCases {
      for event in LifecycleEvent.allCases {
        guard case .to(let target) = place.step(event) else { continue }
        let isShared = members.contains(place) && isShared(event, target)
        let edge = Edge(from: isShared ? group : "\(place)", to: target)
        if events[edge] == nil { order.append(edge) }
        if events[edge]?.contains(event) != true { events[edge, default: []].append(event) }
      }
    }
    let names = Set(members.map { "\($0)" })
    let lines = order.map { edge in
      let label = (events[edge] ?? []).map { word($0) }.joined(separator: ", ")
      return (
        isInner: names.contains(edge.from) && members.contains(edge.to),
        text: "\(edge.from) --> \(edge.to): \(label)"
      )
    }
    return LifecyclePlace.allCases.filter { word($0) != "\($0)" }
      .map { "state \"\(word($0))\" as \($0)" }
      + ["state \"outputs on, not stopping\" as \(group) {"]
      + lines.filter(\.isInner).map { "  " + $0.text } + ["}", "[*] --> \(Lifecycle().place)"]
      + lines.filter { !$0.isInner }.map(\.text)
  }

  private static var table: [String] {
    [
      "| Place | Outputs | Severity | Leads on | Taken, no change |", "|---|---|---|---|---|",
    ]
      + LifecyclePlace.allCases.map { place in
        let leads = LifecyclePlace.allCases.compactMap { target -> String? in
          let words = words(of: place, .to(target))
          return words.isEmpty ? nil : "\(words) → `\(word(target))`"
        }
        return "| `\(word(place))` | \(place.state().isPowered() ? "on" : "off") | "
          + "\(place.severity()) | \(leads.joined(separator: "; ")) | \(words(of: place, .stay)) |"
      }
  }

  private static func words(of place: LifecyclePlace, _ step: LifecycleStep) -> String {
    LifecycleEvent.allCases.filter { place.step($0) == step }.map { word($0) }
      .joined(separator: ", ")
  }

  /// The name as `cerebellum sim-failsafe` has it: `safeStop1` is `safe-stop-1`.
  private static func word(_ value: some Any) -> String {
    "\(value)".reduce(into: "") { name, character in
      if character.isUppercase || character.isNumber { name += "-" }
      name += character.lowercased()
    }
  }
}
