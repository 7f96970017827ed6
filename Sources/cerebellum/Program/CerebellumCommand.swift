import ArgumentParser
import Glibc
import RobotAssembly

/// A verb. It speaks through a console instead of printing, so that tests can listen.
protocol ToolCommand: ParsableCommand {
  var common: CommonOptions { get }
  func execute(_ console: Console) throws(ToolFailure)
}

/// The command line.
struct CerebellumCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cerebellum",
    abstract: "Check, simulate, move and watch a robot that cerebellumd drives.",
    discussion: """
      First steps, without hardware: "cerebellum demo", or "cerebellum sim" in one terminal and \
      "cerebellum status --watch" in another.

      Exit codes: 0 done, 2 wrong command line, 3 wrong file, 4 no daemon or hardware, 5 refused, \
      6 fault latched, 130 interrupted.

      Completion: cerebellum --generate-completion-script bash (or zsh, or fish).
      """,
    subcommands: [
      CheckCommand.self, StatusCommand.self, ArmCommand.self, DisarmCommand.self, StopCommand.self,
      ClearCommand.self, JogCommand.self, RunCommand.self, SimCommand.self, DemoCommand.self,
    ])
}

@main
enum Program {
  static func main() {
    let status: ExitReason
    do {
      let command = try CerebellumCommand.parseAsRoot()
      status = run(command)
    } catch {
      status = report(error)
    }
    exit(status.rawValue)
  }

  private static func run(_ command: any ParsableCommand) -> ExitReason {
    var command = command
    guard let verb = command as? any ToolCommand else {
      do {
        // The command without a verb: shows the help.
        try command.run()
        return .ok
      } catch {
        return report(error)
      }
    }
    let console = verb.common.console()
    do {
      try verb.execute(console)
      return .ok
    } catch {
      console.fail(error, asJSON: verb.common.json)
      return error.exit
    }
  }

  /// Prints what ArgumentParser has to say: help and completion scripts to standard output, a wrong
  /// command line to standard error.
  private static func report(_ error: any Error) -> ExitReason {
    let status = exitStatus(of: error)
    let text = CerebellumCommand.fullMessage(for: error)
    let console = Console.standard(language: .english, environment: [:])
    if status == .ok { console.line(text) } else { console.complain(text) }
    return status
  }

  /// ArgumentParser ends with 64 (EX_USAGE) for a wrong command line; here that is 2.
  static func exitStatus(of error: any Error) -> ExitReason {
    CerebellumCommand.exitCode(for: error).isSuccess ? .ok : .usage
  }
}
