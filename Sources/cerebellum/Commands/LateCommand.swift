import ArgumentParser
import RobotConfiguration

/// Explains late cycles.
struct LateCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "late",
    abstract: "Say why cycles were late, with the stages of the cycles before the last one.")
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let report = try DaemonSession(path: socket.path).lateCycles()
    if common.json {
      console.line(report.json.oneLine)
    } else {
      console.line(LateLines(report: report, console: console).full.joined(separator: "\n"))
    }
  }
}
