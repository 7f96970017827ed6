import RobotAssembly
import RobotConfiguration
import RobotCore

/// A robot that is only its lifecycle.
struct FailsafeGame {
  let console: Console
  let asJSON: Bool
  private var lifecycle = Lifecycle()
  private var refused: [String] = []

  init(console: Console, asJSON: Bool) {
    self.console = console
    self.asJSON = asJSON
  }

  /// Takes all `words`, and shows where they led; fails where one was refused.
  mutating func walk(_ words: [String]) throws(ToolFailure) {
    for word in words where try !obey(word[...]) { break }
    show()
    guard !refused.isEmpty else { return }
    let list = refused.joined(separator: ", ")
    throw ToolFailure(.refused, "refused: \(list)", "被拒绝：\(list)")
  }

  /// Takes words from standard input until it ends. A person is asked again after a word that means
  /// nothing; a script fails.
  mutating func play() throws(ToolFailure) {
    show()
    while let line = nextLine() {
      do throws(ToolFailure) {
        for word in line.split(whereSeparator: \.isWhitespace) where try !obey(word) { return }
      } catch {
        guard console.canAsk else { throw error }
        console.complain(error.message.text(console.language))
      }
      show()
    }
  }

  private func nextLine() -> String? {
    if console.canAsk, !asJSON { console.write("\(CaseName.text(lifecycle.place))> ") }
    return console.readAnswer()
  }

  /// Does what `word` says; `false` where it says to quit.
  private mutating func obey(_ word: Substring) throws(ToolFailure) -> Bool {
    let name = CaseName.normalized(word)
    switch name {
    case "quit", "exit": return false
    case "help": help()
    case "table": table()
    case "reset": lifecycle = Lifecycle()
    default:
      guard let event = LifecycleEvent(word: name) else { throw Self.unknown(word) }
      let step = FailsafeStep(word: name, event: event, from: lifecycle.place)
      if !lifecycle.take(event) { refused.append(name) }
      console.line(
        asJSON ? step.json(console.language).oneLine : step.message.text(console.language))
    }
    return true
  }

  private static func unknown(_ word: Substring) -> ToolFailure {
    let events = LifecycleEvent.allCases.map { CaseName.text($0) }.joined(separator: ", ")
    return ToolFailure(
      .usage,
      "no event or fault is named \"\(word)\"; events: \(events); \"help\" lists the faults too",
      "没有名为 \"\(word)\" 的事件或故障；事件：\(events)；\"help\" 也列出故障")
  }

  /// Where the robot stands and what can happen there; in JSON every step says it.
  private func show() {
    guard !asJSON else { return }
    console.line(FailsafeChoices(place: lifecycle.place).lines(console).joined(separator: "\n"))
  }

  private func table() {
    for place in LifecyclePlace.allCases {
      let choices = FailsafeChoices(place: place)
      console.line(
        asJSON
          ? JSONValue.object(choices.jsonMembers).oneLine
          : choices.lines(console).joined(separator: "\n"))
    }
  }

  private func help() {
    let faults = FaultCode.allCases.map { (CaseName.text($0), CaseName.text($0.event())) }
    if asJSON {
      console.line(
        JSONValue.object([
          ("events", .array(LifecycleEvent.allCases.map { .text(CaseName.text($0)) })),
          ("faults", .object(faults.map { ($0, .text($1)) })),
        ]).oneLine)
      return
    }
    console.say("events:", "事件：")
    for event in LifecycleEvent.allCases {
      console.line("  \(CaseName.text(event)): \(event.meaning.text(console.language))")
    }
    console.say("faults, each of which is an event:", "故障（每个都对应一个事件）：")
    for (name, event) in faults { console.line("  \(name) = \(event)") }
    console.say("also: table, reset, help, quit", "其他：table、reset、help、quit")
  }
}
