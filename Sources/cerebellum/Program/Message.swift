import RobotAssembly
import RobotConfiguration

/// A sentence in both languages of the tool.
typealias Message = BilingualText

extension BilingualText {
  /// A text that exists in one language only: what other modules say.
  init(same text: String) { self.init(text, text) }

  func text(_ language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}
