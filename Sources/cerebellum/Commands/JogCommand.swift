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
    help: """
      How far, with its unit: 10 deg, -0.2 rad; a bare number is in rad. A prismatic joint: 5 mm; a \
      bare number is in m.
      """)
  var displacement: [String] = []
  @Option(help: "How fast, with its unit (default: 0.2 rad/s; a prismatic joint: 10 mm/s).")
  var speed: String?
  @OptionGroup var socket: SocketOptions
  @OptionGroup var consent: ConsentOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let session = try DaemonSession(path: socket.path)
    let index = try session.joint(named: joint)
    let units = try session.units()[index]
    let distance = try QuantityArgument.value(
      displacement.joined(separator: " "), units.positionDimension, name: "displacement")
    let speed = try speed(units)
    try Consent.require(
      for: Message("Jogging", "点动"), robot: session.info, options: consent, console: console)
    let jog = Jog(
      joint: index, displacement: distance,
      speed: min(speed, session.info.joints[index].velocity), tolerance: units.jogTolerance)
    Interruption.watch()
    let state = try jog.perform(in: session, console: console)
    let reached = state.joints[index]
    if common.json {
      console.line(
        JSONValue.object([
          ("joint", .text(joint)),
          ("reference_position_\(units.positionKey)", .number(reached.referencePosition)),
          ("measured_position_\(units.positionKey)", .number(reached.measuredPosition)),
        ]).oneLine)
    } else {
      let position = "\(Figures.fixed(reached.measuredPosition, 4)) \(units.position)"
      console.say("\(joint): \(position)", "\(joint)：\(position)")
    }
  }

  private func speed(_ units: JointUnitNames) throws(ToolFailure) -> Double {
    let text = speed ?? units.jogSpeed
    let speed = abs(try QuantityArgument.value(text, units.velocityDimension, name: "--speed"))
    guard speed > 0 else {
      let example = units.jogSpeedExample
      throw ToolFailure(
        .usage, "--speed: \(text) is no speed; give one above 0, such as \(example)",
        "--speed：\(text) 不是有效速度；请给出大于 0 的值，如 \(example)")
    }
    return speed
  }
}

/// A displacement of one joint.
struct Jog {
  let joint: Int
  /// How far [rad or m].
  let displacement: Double
  /// How fast [rad/s or m/s].
  let speed: Double
  /// So near its goal, the reference is there [rad or m].
  let tolerance: Double

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
      let isThere = abs(state.joints[joint].referencePosition - goal) < tolerance
      // Left before the jog has ended, the daemon would take us for dead and stop the robot.
      if isThere, state.motion.state != .running { return state }
    }
    throw ToolFailure(
      .refused, "the joint stopped before its goal: see \"cerebellum status\" for what limits it",
      "关节未到达目标：请用 \"cerebellum status\" 查看限制原因")
  }
}
