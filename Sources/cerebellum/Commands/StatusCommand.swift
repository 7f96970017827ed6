import ArgumentParser
import RobotConfiguration
import RobotUnits

/// Shows the robot.
struct StatusCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the robot, its joints, its loop and its buses.")
  @Flag(help: "Go on, ten times a second, until Ctrl-C.")
  var watch = false
  @Flag(help: "Show the times of every stage of every thread as well.")
  var stages = false
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  /// How often the screen is redrawn [Hz].
  private static let redrawRate = 10.0

  func execute(_ console: Console) throws(ToolFailure) {
    let session = try DaemonSession(path: socket.path)
    try session.subscribe(hertz: Self.redrawRate)
    var area = LiveArea()
    let redraws = watch && console.isInteractive && !common.json
    if watch { Interruption.watch() }
    repeat {
      let report = try StatusReport(of: session)
      if common.json {
        console.line(report.json.oneLine)
      } else {
        let lines = StatusScreen(
          report: report, console: console, showsStages: stages
        ).lines
        if redraws {
          area.show(lines, on: console)
        } else {
          console.line(lines.joined(separator: "\n"))
        }
      }
      // The subscription sets the pace.
    } while watch && !console.isInterrupted()
  }
}
