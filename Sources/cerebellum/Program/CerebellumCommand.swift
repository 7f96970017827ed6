import ArgumentParser
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

      Exit codes: 0 done, 1 a scenario failed, 2 wrong command line, 3 wrong file, 4 no daemon or hardware, 5 refused, \
      6 fault latched, 130 interrupted.

      Completion: cerebellum --generate-completion-script bash (or zsh, or fish).
      """,
    version: "cerebellum \(Release.version)",
    subcommands: [
      InitCommand.self, CheckCommand.self, ScanCommand.self, CalibrateCommand.self,
      ApproveCommand.self,
      StatusCommand.self,
      SensorsCommand.self,
      TareCommand.self,
      LateCommand.self, ArmCommand.self, DisarmCommand.self,
      StopCommand.self,
      ClearCommand.self, JogCommand.self, RunCommand.self, SimCommand.self, DemoCommand.self,
      PushCommand.self, StatisticsCommand.self, LatencyCommand.self, ExplainCommand.self,
      EvidenceCommand.self, SimFailsafeCommand.self, HilBackendCommand.self,
      HilCommand.self, CampaignCommand.self,
    ])
}
