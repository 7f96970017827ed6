import RobotAssembly
import RobotConfiguration

extension FaultCatalogue.Entry {
  /// One line of the list.
  func line(_ language: Language) -> String {
    "\(code)  \(name)  \(title.text(language))"
  }

  /// What a person reads about it.
  func explanation(_ language: Language) -> [String] {
    var lines = [
      "\(code)  \(name)  \(title.text(language))",
      words("Cause", "原因", cause).text(language),
      words("Reaction", "反应", reaction.explanation).text(language),
    ]
    if let evidence {
      lines.append(words("Value", "数值", evidence.value).text(language))
      if let limit = evidence.limit {
        lines.append(words("Limit", "限值", limit).text(language))
      }
    }
    lines.append(words("What to do", "处理", remedy).text(language))
    return lines
  }

  private func words(_ english: String, _ chinese: String, _ text: Message) -> Message {
    Message("  \(english): \(text.english)", "  \(chinese)：\(text.chinese)")
  }

  /// The entry for programs, in both languages.
  var json: JSONValue {
    func both(_ text: Message) -> JSONValue {
      .object([("en", .text(text.english)), ("zh", .text(text.chinese))])
    }
    return .object([
      ("code", .integer(Int(code))), ("name", .text(name)),
      ("reaction", .text(reaction.rawValue)), ("latches", .boolean(reaction.latches)),
      ("owner", .text(owner.rawValue)), ("unit", evidence.map { .text($0.unit.rawValue) } ?? .null),
      ("value", evidence.map { both($0.value) } ?? .null),
      ("limit", evidence?.limit.map(both) ?? .null), ("title", both(title)),
      ("cause", both(cause)), ("remedy", both(remedy)), ("message_id", .text(messageID)),
    ])
  }
}

extension FaultCatalogue.Reaction {
  /// What becomes of the robot, and how it moves again.
  fileprivate var explanation: Message {
    let again =
      switch self {
      case .safeTorqueOff, .safeStop1:
        Message("; latched until it is cleared, and armed again", "；故障锁存，需 clear 后重新 arm")
      case .safeStop2: Message("; no fault: arm again", "；不锁存故障，重新 arm 即可")
      case .reducedSpeed:
        Message("; no fault: arm again for the full speed", "；不锁存故障，重新 arm 恢复全速")
      }
    return Message(
      "\(rawValue): \(done.english)\(again.english).",
      "\(rawValue)：\(done.chinese)\(again.chinese)。")
  }
}
