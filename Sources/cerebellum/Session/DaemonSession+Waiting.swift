import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

extension DaemonSession {
  /// Waits until the robot is in one of `goals`. Needs a subscription.
  ///
  /// Throws when `seconds` pass, when the person interrupts and, if `endsOnFault`, when it gets into a
  /// fault instead.
  func wait(
    for goals: Set<Lifecycle>, seconds: Double, endsOnFault: Bool = true, console: Console
  ) throws(ToolFailure) -> StateSnapshot {
    let deadline = Environment.now() + seconds
    while Environment.now() < deadline {
      if console.isInterrupted() { throw ToolFailure.interrupted }
      guard let state = try nextState(timeout: .milliseconds(100)) else { continue }
      if goals.contains(state.lifecycle) { return state }
      if endsOnFault, state.lifecycle == .faulted { throw try faultFailure(in: state) }
    }
    let names = Message(
      goals.map { $0.words.english }.sorted().joined(separator: ", "),
      goals.map { $0.words.chinese }.sorted().joined(separator: "、"))
    throw ToolFailure(
      .hardware,
      "the robot did not become \(names.english) within \(Figures.fixed(seconds, 0)) s: see "
        + "\"cerebellum status\" and the daemon's log",
      "机器人未在 \(Figures.fixed(seconds, 0)) 秒内进入“\(names.chinese)”状态：请查看 "
        + "\"cerebellum status\" 和守护进程日志")
  }

  /// The failure that tells of the fault in `state`, with the daemon's text where it has come.
  func faultFailure(in state: StateSnapshot) throws(ToolFailure) -> ToolFailure {
    ToolFailure(.fault, try explanation(of: state).message)
  }

  /// What the fault in `state`, or what makes it degraded, is in words; the daemon's where they have come.
  func explanation(of state: StateSnapshot) throws(ToolFailure) -> FaultText {
    // The text comes in a frame of its own, just before or after the state.
    let deadline = Environment.now() + 0.5
    while fault?.fault.code != state.fault?.code, Environment.now() < deadline {
      _ = try nextState(timeout: .milliseconds(50))
    }
    return FaultText(state: state, event: fault, joints: info.joints, units: try units())
  }

  /// Brings the robot to rest after an interruption and says how that went. Never throws: this is the
  /// last thing that a verb does.
  func stopAfterInterruption(_ console: Console) {
    do {
      try perform(.stop)
      try dropStates()
      let deadline = Environment.now() + 5
      while Environment.now() < deadline {
        guard let state = try nextState(timeout: .milliseconds(100)) else { continue }
        if state.isAtRest {
          console.say(
            "Stopped: the robot is at rest (\(state.lifecycle.words.english)).",
            "已停止：机器人静止（\(state.lifecycle.words.chinese)）。")
          return
        }
      }
      console.complain(
        console.text(
          "The robot did not come to rest within 5 s: press the emergency stop.",
          "机器人未在 5 秒内静止：请按下急停。"))
    } catch {
      console.complain(
        console.text(
          "The stop was not confirmed (\(error.message.english)): press the emergency stop if the "
            + "robot moves.",
          "停止未被确认（\(error.message.chinese)）：如果机器人仍在运动，请按下急停。"))
    }
  }
}

extension StateSnapshot {
  /// Whether nothing moves and nothing will without a further request.
  var isAtRest: Bool {
    switch lifecycle {
    case .unconfigured, .disarmed, .holding, .faulted: true
    case .arming, .active, .degraded, .stopping: false
    }
  }
}
