@testable import cerebellum

/// What a verb said.
final class Listener {
  private(set) var output = ""
  private(set) var errors = ""
  var answer: String?
  /// What is typed before that.
  var lines: [String] = []
  var isInterrupted: () -> Bool = { false }

  /// A console without terminal that writes here.
  func console(_ language: Language = .english, canAsk: Bool = false) -> Console {
    Console(
      language: language, isInteractive: false, usesColour: false, canAsk: canAsk,
      write: { self.output += $0 }, writeError: { self.errors += $0 },
      readAnswer: { self.lines.isEmpty ? self.answer : self.lines.removeFirst() },
      isInterrupted: { self.isInterrupted() })
  }
}

/// The verb that a command line asks for.
func verb(_ arguments: [String]) throws -> any ToolCommand {
  guard let verb = try Program.command(arguments) as? any ToolCommand else {
    throw NoVerb()
  }
  return verb
}

/// Runs a verb with the daemon of the test.
func run(_ arguments: [String], on daemon: FakeDaemon, _ console: Console) throws {
  try verb(arguments + ["--socket", daemon.path]).execute(console)
}

struct NoVerb: Error {}
