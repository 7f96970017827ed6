import ArgumentParser
import Glibc
import RobotAssembly
import RobotConfiguration

/// Writes a robot file to begin with.
struct InitCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract:
      "Write a robot file for a URDF: it runs on simulated hardware, and says what is to be checked.",
    discussion: """
      What the URDF does not say is derived by rules that stand in the file, and marked TO CHECK; limits that it should \
      have given are marked MISSING, and told with their places: without them the robot cannot be armed. For example: \
      cerebellum init --from arm.urdf --output arm.yaml && cerebellum check arm.yaml
      """)
  @Option(help: ArgumentHelp("The URDF file.", valueName: "path"))
  var from: String
  @Option(help: "The robot's name (default: the URDF's).")
  var name: String?
  @Option(help: "How often every joint's loop is closed, with its unit.")
  var rate = "500 Hz"
  @Option(
    help: ArgumentHelp(
      "The file to write, which must not exist yet (default: standard output, for a file in the current folder).",
      valueName: "path"))
  var output: String?
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let hertz = try QuantityArgument.value(rate, .frequency, name: "--rate")
    guard (1...10_000).contains(hertz) else {
      throw ToolFailure(
        .usage, "--rate: \(rate); 1 Hz to 10 kHz are possible", "--rate：\(rate)；可为 1 Hz 至 10 kHz")
    }
    let urdf = try model()
    var robot = try InitialRobot(
      urdf, at: FilePath.relative(from, to: output), name: name, rate: hertz)
    try robot.spread()
    let text = InitialRobotText(robot)
    try check(text, urdf)
    if let output { try OutputFile(new: output).write(text.text) }
    if common.json {
      console.line(InitReport(robot, text, file: output).json.oneLine)
    } else {
      if output == nil { console.write(text.text) }
      for line in InitReport(robot, text, file: output).lines {
        console.complain(line.text(console.language))
      }
    }
  }

  private func model() throws(ToolFailure) -> URDFModel {
    do throws(URDFErrors) {
      return try URDF.load(path: from)
    } catch {
      throw ToolFailure(.configuration, Message(same: "\(error)"))
    }
  }

  /// Reads what was written as `cerebellum check` does. What it refuses is the URDF's fault, as a range beyond what a
  /// robot file can say.
  private func check(_ text: InitialRobotText, _ urdf: URDFModel) throws(ToolFailure) {
    do throws(ConfigurationErrors) {
      _ = try RobotFile.load(
        text: Array(text.text.utf8), file: output ?? "robot.yaml", drivers: DriverCatalog.schemas
      ) { robot in
        do throws(ConfigurationErrors) {
          _ = try RobotModel(robot: robot, urdf: urdf)
          return []
        } catch {
          return error.errors
        }
      }
    } catch {
      throw ToolFailure(error)
    }
  }
}
