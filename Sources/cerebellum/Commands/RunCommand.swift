import ArgumentParser
import RobotAssembly
import RobotConfiguration
import RobotWire

/// Plays a motion file.
struct RunCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Play a motion file on an armed robot.",
    discussion: "Ctrl-C stops the robot within its limits before the tool ends.")
  @Argument(help: "The motion file, for example Scenarios/arm6-demo.motion.yaml.")
  var motion: String
  @OptionGroup var socket: SocketOptions
  @OptionGroup var consent: ConsentOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let description = try MotionPlan.load(motion)
    let session = try DaemonSession(path: socket.path)
    try session.subscribe(hertz: 20)
    try Self.requireReadiness(of: session)
    try Consent.require(
      for: Message("Playing \(description.name)", "播放 \(description.name)"), robot: session.info,
      options: consent, console: console)
    let plan = try MotionPlan(
      description, robot: session.info, state: try session.newestState())
    Interruption.watch()
    let quiet = common.json
    var progress = MotionProgress(
      name: plan.name, duration: plan.duration, session: session, console: console)
    let outcome = try MotionPlayback(plan: plan, session: session, console: console).run {
      state throws(ToolFailure) in if !quiet { try progress.show(state) }
    }
    switch outcome {
    case .finished(let state):
      try report(session, plan, console)
      // Its references were slower than the motion.
      guard state.lifecycle == .degraded else { return }
      console.complain(try session.explanation(of: state).message.text(console.language))
    case .faulted(let state): throw try session.faultFailure(in: state)
    case .stopped(let state):
      let words = state.lifecycle.words
      throw ToolFailure(
        .refused, "another client ended the motion; the robot is \(words.english)",
        "其他客户端结束了该动作；机器人状态：\(words.chinese)")
    }
  }

  /// Whether a motion may start; the failure says what is missing.
  static func requireReadiness(of session: DaemonSession) throws(ToolFailure) {
    let state = try session.newestState()
    let words = state.lifecycle.words
    switch state.lifecycle {
    case .active, .degraded: return
    case .faulted: throw try session.faultFailure(in: state)
    case .unconfigured:
      throw ToolFailure(
        .refused,
        "the robot is unconfigured: not every device has answered; see \"cerebellum status\"",
        "机器人未配置：并非所有设备都有应答；请查看 \"cerebellum status\"")
    case .disarmed, .holding:
      throw ToolFailure(
        .refused, "the robot is \(words.english): run \"cerebellum arm\" first",
        "机器人状态为“\(words.chinese)”：请先运行 \"cerebellum arm\"")
    case .arming, .stopping:
      throw ToolFailure(
        .refused, "the robot is \(words.english): try again when it is at rest",
        "机器人状态为“\(words.chinese)”：请待其静止后重试")
    }
  }

  private func report(
    _ session: DaemonSession, _ plan: MotionPlan, _ console: Console
  ) throws(ToolFailure) {
    let statistics = try session.statistics()
    let units = try session.units()
    if common.json {
      console.line(
        JSONValue.object([
          ("motion", .text(plan.name)), ("duration_s", .number(plan.duration)),
          ("tracking", statistics.trackingJSON(session.info, units)), ("loop", statistics.loopJSON),
        ]).oneLine)
    } else {
      let table = TrackingTable(
        statistics: statistics, info: session.info, units: units, console: console)
      console.line(table.lines.joined(separator: "\n"))
    }
  }
}
