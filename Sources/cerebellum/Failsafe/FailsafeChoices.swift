import RobotAssembly
import RobotConfiguration
import RobotCore

/// What every event would do in one place.
struct FailsafeChoices {
  let place: LifecyclePlace

  /// The events that lead on, by where they lead.
  private var leading: [(to: LifecyclePlace, events: [LifecycleEvent])] {
    LifecyclePlace.allCases.compactMap { target in
      let events = events(with: .to(target))
      return events.isEmpty ? nil : (target, events)
    }
  }

  /// The events that are refused, by why.
  private var refused: [(why: Message, events: [LifecycleEvent])] {
    events(with: .refused).reduce(into: []) { groups, event in
      let why = event.refusal(in: place)
      if let index = groups.firstIndex(where: { $0.why == why }) {
        groups[index].events.append(event)
      } else {
        groups.append((why, [event]))
      }
    }
  }

  private func events(with step: LifecycleStep) -> [LifecycleEvent] {
    LifecycleEvent.allCases.filter { place.step($0) == step }
  }

  /// The place and its choices, for people.
  func lines(_ console: Console) -> [String] {
    let isPowered = place.state().isPowered()
    let outputs =
      isPowered ? console.text("outputs on", "输出开启") : console.text("outputs off", "输出关闭")
    let separator = console.text(", ", "，")
    let head =
      console.coloured(place.words.text(console.language), .bold) + separator
      + console.coloured(outputs, isPowered ? .caution : .faint)
    let still = events(with: .stay)
    return [head]
      + block(
        console.text("leads on", "可转移"),
        leading.map { "\(Self.words($0.events)) -> \($0.to.words.text(console.language))" })
      + block(console.text("no change", "不变"), still.isEmpty ? [] : [Self.words(still)])
      + block(
        console.text("refused", "被拒绝"),
        refused.map { "\(Self.words($0.events)): \($0.why.text(console.language))" })
  }

  private func block(_ title: String, _ lines: [String]) -> [String] {
    let blank = String(repeating: " ", count: 11)
    let head = title + String(repeating: " ", count: max(11 - Table.width(title), 1))
    return lines.enumerated().map { "  " + ($0 == 0 ? head : blank) + $1 }
  }

  private static func words(_ events: [LifecycleEvent]) -> String {
    events.map { CaseName.text($0) }.joined(separator: ", ")
  }

  /// The members that Documentation/command-line.md describes.
  var jsonMembers: [(String, JSONValue)] {
    let pairs = leading.flatMap { group in
      group.events.map { (CaseName.text($0), JSONValue.text(CaseName.text(group.to))) }
    }
    return [
      ("place", .text(CaseName.text(place))), ("lifecycle", .text("\(place.state())")),
      ("outputs_on", .boolean(place.state().isPowered())), ("leads_on", .object(pairs)),
      ("no_change", Self.list(events(with: .stay))), ("refused", Self.list(events(with: .refused))),
    ]
  }

  private static func list(_ events: [LifecycleEvent]) -> JSONValue {
    .array(events.map { .text(CaseName.text($0)) })
  }
}
