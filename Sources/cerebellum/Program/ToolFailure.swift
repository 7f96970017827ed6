import RobotAssembly
import RobotConfiguration

/// Why the tool cannot do what it was asked, and what to do next.
struct ToolFailure: Error {
  let exit: ExitReason
  let message: Message
  /// What `--json` prints of it, beside `error` and `exit_code`.
  let details: [(String, JSONValue)]

  init(_ exit: ExitReason, _ message: Message, details: [(String, JSONValue)] = []) {
    self.exit = exit
    self.message = message
    self.details = details
  }

  init(_ exit: ExitReason, _ english: String, _ chinese: String) {
    self.init(exit, Message(english, chinese))
  }

  /// A file that is wrong, one line for each error.
  init(_ errors: ConfigurationErrors) {
    self.init(
      .configuration, Message(same: "\(errors)"),
      details: [("errors", .array(errors.errors.map(\.json)))])
  }

  /// Ctrl-C.
  static let interrupted = ToolFailure(.interrupted, "interrupted", "已中断")

  /// The object that `--json` prints.
  func json(_ language: Language) -> JSONValue {
    .object(
      [("error", .text(message.text(language))), ("exit_code", .integer(Int(exit.rawValue)))]
        + details)
  }
}

extension ConfigurationError {
  /// The object that Documentation/command-line.md describes.
  var json: JSONValue {
    .object([
      ("file", .text(file)), ("line", position.map { .integer($0.line) } ?? .null),
      ("column", position.map { .integer($0.column) } ?? .null), ("key_path", .text(keyPath)),
      ("problem", .text(problem)), ("allowed", allowed.map { .text($0) } ?? .null),
      ("hint", hint.map { .text($0) } ?? .null),
    ])
  }
}
