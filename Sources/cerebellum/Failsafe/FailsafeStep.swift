import RobotAssembly
import RobotConfiguration
import RobotCore

/// One event and what the lifecycle's table made of it.
struct FailsafeStep {
  /// The word that was given: an event or a fault.
  let word: String
  let event: LifecycleEvent
  let from: LifecyclePlace

  var outcome: LifecycleStep { from.step(event) }

  var isRefused: Bool { outcome == .refused }

  /// Where the robot stands then.
  var to: LifecyclePlace {
    if case .to(let place) = outcome { place } else { from }
  }

  /// The step in one line.
  var message: Message {
    let cause = word == CaseName.text(event) ? word : "\(word) = \(CaseName.text(event))"
    let (from, to) = (from.words, to.words)
    switch outcome {
    case .to:
      return Message(
        "\(cause): \(from.english) -> \(to.english)", "\(cause)：\(from.chinese) -> \(to.chinese)")
    case .stay:
      return Message("\(cause): \(from.english), no change", "\(cause)：\(from.chinese)，不变")
    case .refused:
      let why = event.refusal(in: self.from)
      return Message(
        "\(cause): refused in \(from.english): \(why.english)",
        "\(cause)：在 \(from.chinese) 被拒绝：\(why.chinese)")
    }
  }

  /// The object that Documentation/command-line.md describes.
  func json(_ language: Language) -> JSONValue {
    let reason = isRefused ? event.refusal(in: from).text(language) : nil
    return .object(
      [
        ("word", .text(word)), ("event", .text(CaseName.text(event))),
        ("accepted", .boolean(!isRefused)), ("reason", reason.map { .text($0) } ?? .null),
        ("from", .text(CaseName.text(from))),
      ] + FailsafeChoices(place: to).jsonMembers)
  }
}
