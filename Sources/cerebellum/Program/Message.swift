/// A sentence in both languages of the tool.
struct Message: Hashable, Sendable {
  let english: String
  let chinese: String

  init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// A text that exists in one language only: what other modules say.
  init(same text: String) { self.init(text, text) }

  func text(_ language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}

/// Why the tool cannot do what it was asked, and what to do next.
struct ToolFailure: Error, Hashable, Sendable {
  let exit: ExitStatus
  let message: Message

  init(_ exit: ExitStatus, _ message: Message) {
    self.exit = exit
    self.message = message
  }

  init(_ exit: ExitStatus, _ english: String, _ chinese: String) {
    self.init(exit, Message(english, chinese))
  }
}
