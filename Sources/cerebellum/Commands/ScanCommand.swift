import ArgumentParser
import RobotAssembly
import RobotConfiguration

/// Tells what is on the I2C buses.
struct ScanCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract:
      "List the I2C buses, what answers on them, and whether it is what a robot file expects.",
    discussion: """
      Asks every address by reading, and names what it knows by registers that it only reads. Channels of a TCA9548A are \
      switched for that, and left as they were. No daemon may run on the bus. Documentation/buses.md says what is asked \
      of which chip.
      """)
  @Option(
    help: ArgumentHelp(
      "Compare with the devices of this robot file, and scan its buses.", valueName: "path"))
  var robot: String?
  @Option(help: ArgumentHelp("The board file: what the buses are called.", valueName: "path"))
  var board: String?
  @Option(
    help: ArgumentHelp(
      "Only this bus, by its name in the robot file or the board file, its device-tree path, its adapter's name, or its "
        + "device node; several times for several.", valueName: "name"))
  var bus: [String] = []
  @Flag(help: "Scan the simulated buses of the robot file.")
  var simulated = false
  @Flag(name: .customLong("no-mux"), help: "Switch no mux: what is behind one is not looked for.")
  var leavesMuxes = false
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let report = try report()
    let failure = ToolFailure(
      .hardware,
      Message("not everything is where it should be", "并非一切就位"), details: report.jsonMembers)
    if !common.json {
      console.line(ScanText(report: report, console: console).lines.joined(separator: "\n"))
    } else if report.isWell {
      console.line(JSONValue.object(report.jsonMembers).oneLine)
    }
    guard report.isWell else { throw failure }
  }

  private func report() throws(ToolFailure) -> ScanReport {
    let loaded = try load()
    let alone = try boardAlone()
    let scan = RobotScan(
      robot: loaded?.model.robot, board: loaded?.board ?? alone, names: bus,
      searchesMuxes: !leavesMuxes)
    do throws(RobotScan.Failure) {
      return try simulated ? scan.simulated(loaded?.model) : scan.linux()
    } catch {
      throw ToolFailure(.usage, error.text)
    }
  }

  private func load() throws(ToolFailure) -> LoadedRobot? {
    guard let robot else { return nil }
    do throws(ConfigurationErrors) {
      return try LoadedRobot(robotPath: robot, boardPath: board)
    } catch {
      throw ToolFailure(error)
    }
  }

  private func boardAlone() throws(ToolFailure) -> BoardDescription? {
    guard robot == nil, let board else { return nil }
    do throws(ConfigurationErrors) {
      return try BoardFile.load(path: board)
    } catch {
      throw ToolFailure(error)
    }
  }
}
