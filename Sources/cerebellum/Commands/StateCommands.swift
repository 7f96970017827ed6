import ArgumentParser
import RobotAssembly
import RobotWire

/// Gives torque.
struct ArmCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "arm", abstract: "Switch the outputs on; the joints hold where they are.")
  @OptionGroup var socket: SocketOptions
  @OptionGroup var consent: ConsentOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let session = try DaemonSession(path: socket.path)
    try Consent.require(
      for: Message("Arming", "使能"), robot: session.info, options: consent, console: console)
    try StateChange.arm.report(in: session, console: console, asJSON: common.json)
  }
}

/// Takes torque away.
struct DisarmCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "disarm", abstract: "Stop, then switch the outputs off.")
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    try StateChange.disarm.report(
      in: try DaemonSession(path: socket.path), console: console, asJSON: common.json)
  }
}

/// Stops.
struct StopCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Brake within the limits and hold, with torque.")
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    try StateChange.stop.report(
      in: try DaemonSession(path: socket.path), console: console, asJSON: common.json)
  }
}

/// Forgets a fault.
struct ClearCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear", abstract: "Clear a latched fault whose cause is gone; moves nothing.")
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    try StateChange.clear.report(
      in: try DaemonSession(path: socket.path), console: console, asJSON: common.json)
  }
}
