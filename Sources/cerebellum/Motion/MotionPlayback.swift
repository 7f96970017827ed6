import RobotUnits
import RobotWire

/// Plays a plan and follows it to its end.
struct MotionPlayback {
  let plan: MotionPlan
  let session: DaemonSession
  let console: Console

  /// How a motion ended.
  enum Outcome {
    case finished(StateSnapshot)
    /// A fault was latched on the way.
    case faulted(StateSnapshot)
    /// Somebody else stopped or disarmed the robot.
    case stopped(StateSnapshot)
  }

  /// How often states come [Hz].
  private static let stateRate = 20.0
  /// How long a motion may stay invisible before it counts as over [s]: a short one runs from start to
  /// end between two states.
  private static let startPatience = 1.0

  /// Uploads and starts the motion, and calls `onState` with each state until it ends.
  ///
  /// After Ctrl-C the robot is stopped and `interrupted` thrown.
  func run(
    onState: (StateSnapshot) throws(ToolFailure) -> Void
  ) throws(ToolFailure) -> Outcome {
    try session.subscribe(hertz: Self.stateRate)
    for request in plan.requests { try session.perform(request) }
    try session.perform(.trajectoryStart)
    try session.dropStates()
    let start = Environment.now()
    var wasRunning = false
    while true {
      if console.isInterrupted() {
        session.stopAfterInterruption(console)
        throw .interrupted
      }
      guard let state = try session.nextState(timeout: .milliseconds(100)) else {
        try checkSilence(since: start)
        continue
      }
      try onState(state)
      switch state.lifecycle {
      case .active, .degraded: break
      case .faulted: return .faulted(state)
      case .unconfigured, .disarmed, .arming, .holding, .stopping: return .stopped(state)
      }
      if state.motion.state == .running {
        wasRunning = true
      } else if wasRunning || Environment.now() - start > Self.startPatience {
        return .finished(state)
      }
    }
  }

  private func checkSilence(since start: Double) throws(ToolFailure) {
    guard Environment.now() - start > plan.duration + 5 else { return }
    throw ToolFailure(
      .hardware, "the daemon sends no states any more: see its log, and \"cerebellum stop\"",
      "守护进程不再发送状态：请查看其日志，并运行 \"cerebellum stop\"")
  }
}
