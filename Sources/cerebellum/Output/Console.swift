import Glibc
import RobotAssembly
import RobotConfiguration

/// Where a verb speaks and listens: the terminal, or a test.
struct Console {
  /// The language of messages.
  var language: Language
  /// Whether standard output is a terminal, so that lines can be redrawn.
  var isInteractive: Bool
  /// Whether colours are welcome.
  var usesColour: Bool
  /// Whether a person can be asked.
  var canAsk: Bool
  /// Writes to standard output.
  var write: (String) -> Void
  /// Writes to standard error.
  var writeError: (String) -> Void
  /// A line that a person types; `nil` at the end of input.
  var readAnswer: () -> String?
  /// Whether the verb was asked to end (Ctrl-C).
  var isInterrupted: () -> Bool

  /// The process's own terminal, pipe or file.
  static func standard(language: Language, environment: [String: String]) -> Console {
    let isTerminal = isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
    return Console(
      language: language, isInteractive: isTerminal,
      usesColour: isTerminal && environment["NO_COLOR", default: ""].isEmpty,
      canAsk: isatty(STDIN_FILENO) == 1, write: { writeAll($0, to: STDOUT_FILENO) },
      writeError: { writeAll($0, to: STDERR_FILENO) }, readAnswer: { readLine() },
      isInterrupted: { Interruption.isRequested })
  }

  func text(_ english: String, _ chinese: String) -> String {
    Message(english, chinese).text(language)
  }

  func line(_ text: String) { write(text + "\n") }

  func say(_ english: String, _ chinese: String) { line(text(english, chinese)) }

  func complain(_ text: String) { writeError(text + "\n") }

  /// Tells a failure: on standard error, and in JSON also on standard output. Complaints about files
  /// begin with the place, as editors expect it.
  func fail(_ failure: ToolFailure, asJSON: Bool) {
    if asJSON { line(failure.json(language).oneLine) }
    let text = failure.message.text(language)
    complain(failure.exit == .configuration ? text : "cerebellum: \(text)")
  }

  /// `text` in `colour` where colours are welcome.
  func coloured(_ text: String, _ colour: Colour) -> String {
    usesColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Colours by meaning (ECMA-48, SGR).
  enum Colour: Int {
    case bold = 1
    case faint = 2
    case alarm = 31
    case good = 32
    case caution = 33
  }

  private static func writeAll(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        bytes = bytes.dropFirst(count)
      } else if errno != EINTR {
        // Nobody listens any more: what moves is to stop, as after Ctrl-C.
        Interruption.request()
        return
      }
    }
  }
}
