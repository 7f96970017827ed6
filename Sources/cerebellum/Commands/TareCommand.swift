import ArgumentParser
import RobotAssembly
import RobotConfiguration

/// Takes baselines anew.
struct TareCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "tare",
    abstract: "Take the baseline of a skin, or of all, anew; nothing may touch it meanwhile.")
  @Argument(help: "The device (default: every skin).")
  var device: String?
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let session = try DaemonSession(path: socket.path)
    Interruption.watch()
    let outcomes = try Tare.run(of: device, in: session, console: console)
    if common.json {
      console.line(JSONValue.object([("skins", .array(outcomes.map(\.json)))]).oneLine)
    } else {
      for outcome in outcomes { console.line(outcome.text.text(console.language)) }
    }
    let failed = outcomes.filter { !$0.isDone }
    guard failed.isEmpty else {
      let names = failed.map(\.name).joined(separator: ", ")
      throw ToolFailure(
        .refused, "not every baseline was taken: \(names)", "并非所有基线都已完成去皮：\(names)")
    }
  }
}
