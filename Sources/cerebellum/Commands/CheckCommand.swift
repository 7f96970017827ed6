import ArgumentParser
import RobotAssembly
import RobotConfiguration

/// Explains a robot file.
struct CheckCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read a robot file and tell what was understood, what it costs and what is missing.",
    discussion: "Touches no hardware. All errors of the files are told together.")
  @Argument(help: "The robot file, for example Robots/arm6/robot.yaml.")
  var robot: String
  @Option(help: ArgumentHelp("The board file, for example Boards/sim.yaml.", valueName: "path"))
  var board: String?
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let report = RobotCheck.run(robotPath: robot, boardPath: board)
    guard report.errors.isEmpty else {
      let errors = ConfigurationErrors(report.errors)
      throw ToolFailure(
        .configuration, Message(same: "\(errors)"), details: report.jsonMembers)
    }
    if common.json {
      console.line(JSONValue.object(report.jsonMembers).oneLine)
    } else {
      console.line(CheckText(report: report, console: console).lines.joined(separator: "\n"))
    }
  }
}
