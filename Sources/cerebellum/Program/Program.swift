import ArgumentParser
import Glibc
import RobotConfiguration

/// The process: from a command line to an exit code.
@main
enum Program {
  static func main() { exit(run().rawValue) }

  /// Runs what `arguments` ask for; `nil`: the process's own. `console` replaces the terminal.
  static func run(_ arguments: [String]? = nil, on console: Console? = nil) -> ExitReason {
    do {
      var command = try command(arguments)
      if let verb = command as? any ToolCommand {
        return execute(verb, on: console ?? verb.common.console())
      }
      // The command without a verb, and "help": they throw the text that is to be shown.
      try command.run()
      return .ok
    } catch {
      let plain = Console.standard(language: .english, environment: [:])
      return report(error, on: console ?? plain)
    }
  }

  /// The command that `arguments` ask for.
  static func command(_ arguments: [String]?) throws -> any ParsableCommand {
    try CerebellumCommand.parseAsRoot(arguments)
  }

  private static func execute(_ verb: any ToolCommand, on console: Console) -> ExitReason {
    do {
      try verb.execute(console)
      return .ok
    } catch {
      console.fail(error, asJSON: verb.common.json)
      return error.exit
    }
  }

  /// Shows what ArgumentParser has to say: help and completion scripts on standard output, a wrong
  /// command line on standard error. ArgumentParser would end with 64 (EX_USAGE) for the latter.
  private static func report(_ error: any Error, on console: Console) -> ExitReason {
    let text = CerebellumCommand.fullMessage(for: error)
    if CerebellumCommand.exitCode(for: error).isSuccess {
      console.line(text)
      return .ok
    }
    console.complain(text)
    return .usage
  }
}
