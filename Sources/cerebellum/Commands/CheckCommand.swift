import ArgumentParser
import RobotAssembly
import RobotConfiguration

/// Explains a robot file.
struct CheckCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read a robot file and tell what was understood, what it costs and what is missing.",
    discussion: """
      Touches no hardware, unless --measure asks for it. All errors of the files are told together. \
      Documentation/buses.md explains the figures.
      """)
  @Argument(help: "The robot file, for example Robots/arm6/robot.yaml.")
  var robot: String
  @Option(help: ArgumentHelp("The board file, for example Boards/sim.yaml.", valueName: "path"))
  var board: String?
  @Option(
    help: ArgumentHelp(
      "Also draw what every bus carries in two periods, as an SVG file.", valueName: "file"))
  var timeline: String?
  @Option(
    help: ArgumentHelp(
      "Also time the adapter of this bus with harmless reads of a device that is there, and print what "
        + "to write into the board file. No daemon may run.", valueName: "bus"))
  var measure: String?
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let report = RobotCheck.run(robotPath: robot, boardPath: board)
    guard report.errors.isEmpty else {
      let errors = ConfigurationErrors(report.errors)
      throw ToolFailure(
        .configuration, Message(same: "\(errors)"), details: report.jsonMembers)
    }
    if let timeline, let robot = report.robot {
      let picture = TimelinePicture(robot, report.buses)
      let file = try OutputFile(timeline)
      try file.write(picture.svg)
    }
    let measured = try measurement(report)
    if common.json {
      let more = measured.map { [("measurement", $0.json)] } ?? []
      console.line(JSONValue.object(report.jsonMembers + more).oneLine)
    } else {
      var lines = CheckText(report: report, console: console).lines
      if let measured { lines += [""] + MeasurementText(measured, console).lines }
      console.line(lines.joined(separator: "\n"))
    }
  }

  /// Times `measure`'s adapter, where it was asked for.
  private func measurement(_ report: CheckReport) throws(ToolFailure) -> BusMeasurement? {
    guard let measure, let loaded = report.loaded else { return nil }
    do throws(BusMeasurement.Failure) {
      return try BusMeasurement.run(measure, of: loaded, count: Self.measurements)
    } catch {
      throw ToolFailure(error.isUsage ? .usage : .hardware, error.text)
    }
  }

  /// Transfers of each length: 99 of 100 mean something, and at 100 kHz they take 2 s.
  private static let measurements = 1000
}
