import ArgumentParser
import RobotConfiguration
import RobotUnits
import RobotWire

/// Shows what the sensors measure.
struct SensorsCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensors",
    abstract: "Show what every sensor measures, how old that is and what it is worth.")
  @Flag(help: "Go on, ten times a second, until Ctrl-C.")
  var watch = false
  @Option(help: ArgumentHelp("Only this device.", valueName: "name"))
  var device: String?
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  /// How often the table is redrawn [Hz].
  private static let redrawRate = 10.0

  func execute(_ console: Console) throws(ToolFailure) {
    let session = try DaemonSession(path: socket.path)
    try checkDevice(session)
    // The subscription sets the pace.
    if watch { try session.subscribe(hertz: Self.redrawRate) }
    var area = LiveArea()
    let redraws = watch && console.isInteractive && !common.json
    if watch { Interruption.watch() }
    repeat {
      if watch { _ = try session.newestState() }
      let sensors = try session.sensors().filter { device == nil || $0.info.name == device }
      if common.json {
        console.line(
          JSONValue.object([
            ("robot", .text(session.info.name)), ("sensors", .array(sensors.map(\.json))),
          ]).oneLine)
        continue
      }
      let lines =
        SensorTable(sensors: sensors, console: console).lines
        + sensors.flatMap { SkinTable(sensor: $0, console: console).lines }
      if redraws {
        area.show(lines, on: console)
      } else {
        console.line(lines.joined(separator: "\n"))
      }
    } while watch && !console.isInterrupted()
  }

  private func checkDevice(_ session: DaemonSession) throws(ToolFailure) {
    guard let device else { return }
    let names = try session.sensorCatalogue().map(\.name)
    guard !names.contains(device) else { return }
    let list = names.joined(separator: ", ")
    throw ToolFailure(
      .usage, "no sensor is named \"\(device)\"; there are: \(list)",
      "没有名为 \"\(device)\" 的传感器；可用：\(list)")
  }
}
