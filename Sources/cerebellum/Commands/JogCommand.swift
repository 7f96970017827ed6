import ArgumentParser
import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// Moves one joint a little.
struct JogCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "jog", abstract: "Move one joint by a displacement.",
    discussion: "For example: cerebellum jog elbow_flex -10 deg --speed 20deg/s")
  @Argument(help: "The joint's name.")
  var joint: String
  @Argument(
    parsing: .allUnrecognized,
    help: "How far, with its unit: 10 deg, -0.2 rad; a bare number is in rad.")
  var displacement: [String] = []
  @Option(help: "How fast, with its unit (default: 0.2 rad/s).")
  var speed = "0.2 rad/s"
  @OptionGroup var socket: SocketOptions
  @OptionGroup var consent: ConsentOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let distance = try QuantityArgument.value(
      displacement.joined(separator: " "), .angle, name: "displacement")
    let speed = abs(try QuantityArgument.value(self.speed, .angularVelocity, name: "--speed"))
    guard speed > 0 else {
      throw ToolFailure(
        .usage, "--speed: \(self.speed) is no speed; give one above 0, such as 20deg/s",
        "--speed：\(self.speed) 不是有效速度；请给出大于 0 的值，如 20deg/s")
    }
    let session = try DaemonSession(path: socket.path)
    let index = try session.joint(named: joint)
    try Consent.require(
      for: Message("Jogging", "点动"), robot: session.info, options: consent, console: console)
    let jog = Jog(
      joint: index, displacement: distance,
      speed: min(speed, session.info.joints[index].velocity))
    Interruption.watch()
    let state = try jog.perform(in: session, console: console)
    let reached = state.joints[index]
    if common.json {
      console.line(
        JSONValue.object([
          ("joint", .text(joint)),
          ("reference_position_rad", .number(reached.referencePosition)),
          ("measured_position_rad", .number(reached.measuredPosition)),
        ]).oneLine)
    } else {
      let position = Figures.fixed(reached.measuredPosition, 4)
      console.say("\(joint): \(position) rad", "\(joint)：\(position) rad")
    }
  }
}

/// A displacement of one joint.
struct Jog {
  let joint: Int
  /// How far [rad].
  let displacement: Double
  /// How fast [rad/s].
  let speed: Double

  /// Asks, and waits until the reference is there.
  func perform(in session: DaemonSession, console: Console) throws(ToolFailure) -> StateSnapshot {
    try session.subscribe(hertz: 20)
    let goal = try session.newestState().joints[joint].referencePosition + displacement
    try session.perform(
      .jog(joint: UInt16(joint), displacement: displacement, speed: speed))
    try session.dropStates()
    let deadline = Environment.now() + abs(displacement) / speed + 5
    while Environment.now() < deadline {
      if console.isInterrupted() {
        session.stopAfterInterruption(console)
        throw ToolFailure.interrupted
      }
      guard let state = try session.nextState(timeout: .milliseconds(100)) else { continue }
      if state.lifecycle == .faulted { throw try session.faultFailure(in: state) }
      let isThere = abs(state.joints[joint].referencePosition - goal) < 1e-4
      // Left before the jog has ended, the daemon would take us for dead and stop the robot.
      if isThere, state.motion.state != .running { return state }
    }
    throw ToolFailure(
      .refused, "the joint stopped before its goal: see \"cerebellum status\" for what limits it",
      "关节未到达目标：请用 \"cerebellum status\" 查看限制原因")
  }
}
