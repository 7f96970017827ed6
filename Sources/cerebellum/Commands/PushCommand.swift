import ArgumentParser
import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// A hand on a simulated joint.
struct PushCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Push a simulated joint, as a hand would.",
    discussion: "For example: cerebellum push shoulder_lift 0.5 N.m --for 2s. Refused on hardware.")
  @Argument(help: "The joint's name.")
  var joint: String
  @Argument(
    parsing: .allUnrecognized,
    help: """
      How hard, with its unit: 0.5 N.m, -200 mN.m, on a prismatic joint 20 N; a bare number is in N.m \
      (or N).
      """)
  var effort: [String] = []
  @Option(name: .customLong("for"), help: "How long (default: 1 s); Ctrl-C lets go.")
  var duration = "1 s"
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let seconds = try QuantityArgument.value(duration, .time, name: "--for")
    let session = try DaemonSession(path: socket.path)
    let index = try session.joint(named: joint)
    let units = try session.units()[index]
    let effort = try QuantityArgument.value(
      self.effort.joined(separator: " "), units.effortDimension, name: "effort")
    Interruption.watch()
    try session.subscribe(hertz: 20)
    let start = try session.newestState().joints[index].measuredPosition
    try session.perform(.push(joint: UInt16(index), effort: effort))
    let deadline = Environment.now() + seconds
    while Environment.now() < deadline, !console.isInterrupted() {
      _ = try session.nextState(timeout: .milliseconds(50))
    }
    let end = try session.newestState().joints[index].measuredPosition
    try session.perform(.push(joint: UInt16(index), effort: 0))
    if console.isInterrupted() { throw .interrupted }
    if common.json {
      console.line(
        JSONValue.object([
          ("joint", .text(joint)), ("effort_\(units.effortKey)", .number(effort)),
          ("moved_\(units.positionKey)", .number(end - start)),
        ]).oneLine)
    } else {
      let moved = "\(Figures.fixed(end - start, 4)) \(units.position)"
      console.say("\(joint): moved \(moved)", "\(joint)：移动 \(moved)")
    }
  }
}
