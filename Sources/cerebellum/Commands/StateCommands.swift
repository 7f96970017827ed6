import ArgumentParser
import RobotAssembly
import RobotConfiguration
import RobotWire

/// Gives torque.
struct ArmCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "arm", abstract: "Switch the outputs on; the joints hold where they are.",
    discussion: "A refusal lists everything that forbids it.")
  @Flag(help: "Only say what forbids to arm; nothing is armed.")
  var check = false
  @Flag(
    help:
      "Let joints that are outside their limits move inside first, slowly and by the shortest way.")
  var recover = false
  @OptionGroup var socket: SocketOptions
  @OptionGroup var consent: ConsentOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let session = try DaemonSession(path: socket.path)
    guard !check else { return try examine(session, console) }
    try Consent.require(
      for: Message("Arming", "使能"), robot: session.info, options: consent, console: console)
    try (recover ? StateChange.recover : .arm).report(
      in: session, console: console, asJSON: common.json)
  }

  private func examine(_ session: DaemonSession, _ console: Console) throws(ToolFailure) {
    try session.perform(.examine)
    if common.json {
      console.line(JSONValue.object([("may_arm", .boolean(true))]).oneLine)
    } else {
      console.say("nothing forbids to arm", "没有禁止 arm 的原因")
    }
  }
}

/// A verb that makes nothing move, and so needs no leave.
protocol StateChangeCommand: ToolCommand {
  static var change: StateChange { get }
  var socket: SocketOptions { get }
}

extension StateChangeCommand {
  func execute(_ console: Console) throws(ToolFailure) {
    try Self.change.report(
      in: try DaemonSession(path: socket.path), console: console, asJSON: common.json)
  }
}

/// Takes torque away.
struct DisarmCommand: StateChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "disarm", abstract: "Stop, then switch the outputs off.")
  static let change = StateChange.disarm
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions
}

/// Stops.
struct StopCommand: StateChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Brake within the limits and hold, with torque.")
  static let change = StateChange.stop
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions
}

/// Forgets a fault.
struct ClearCommand: StateChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear", abstract: "Clear a latched fault whose cause is gone; moves nothing.")
  static let change = StateChange.clear
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions
}
