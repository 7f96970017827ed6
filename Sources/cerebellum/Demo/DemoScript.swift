import Glibc
import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// What the demo does with a simulated robot: arm, play, press the emergency stop, recover, play to
/// the end, be moved by hand. Throws as soon as something does not go as it should.
struct DemoScript {
  let session: DaemonSession
  let motion: MotionDescription
  let console: Console
  /// Whether progress is told; the result is not told here.
  let isQuiet: Bool

  /// The e-stop's line in the robot file. Normally closed: high is an open circuit, pressed.
  private static let emergencyStop = "estop"

  /// What the demo found.
  struct Result {
    /// What the daemon counted.
    var statistics: StatisticsSnapshot
    /// How the arm took a hand.
    var hand: HandReport
  }

  /// Plays the whole script.
  func run() throws(ToolFailure) -> Result {
    tell("Arming", "使能")
    try make(.arm)
    tell(
      "Playing \(motion.name); the emergency stop will be pressed half-way",
      "播放 \(motion.name)；中途将按下急停")
    try pressHalfWay()
    tell("Releasing the emergency stop, clearing, arming again", "松开急停，清除故障，重新使能")
    try session.perform(.setLine(name: Self.emergencyStop, isHigh: false))
    try make(.clear)
    try make(.arm)
    tell("Playing \(motion.name) to its end", "完整播放 \(motion.name)")
    try playToTheEnd()
    let statistics = try session.statistics()
    try expect(
      statistics.faults == 1,
      "\(statistics.faults) faults were latched instead of the one that was provoked",
      "锁存了 \(statistics.faults) 个故障，而预期只有触发的一个")
    let hand = try letAHandMoveIt()
    tell("Disarming", "解除使能")
    try make(.disarm)
    return Result(statistics: statistics, hand: hand)
  }

  private func letAHandMoveIt() throws(ToolFailure) -> HandReport {
    let hand = try HandSession(session, console: console)
    let limits = session.info.joints[hand.joint]
    tell(
      "Stiffness 0: gravity compensation alone holds the arm, and a hand moves \(limits.name)",
      "刚度为 0：仅靠重力补偿保持姿态，用手推动 \(limits.name)")
    let guiding = try HandGuiding(hand: hand, effort: 0.2 * limits.effort).run()
    tell("Pushing \(limits.name) at several stiffnesses", "在不同刚度下推动 \(limits.name)")
    let sweep = try StiffnessSweep(
      hand: hand, stiffnesses: [5, 10, 20, 40], greatestPush: 0.6 * limits.effort,
      greatestDeflection: 0.1
    ).run()
    return HandReport(guiding: guiding, sweep: sweep, units: hand.units)
  }

  private func pressHalfWay() throws(ToolFailure) {
    let plan = try currentPlan()
    var isPressed = false
    let outcome = try play(plan) { state throws(ToolFailure) in
      guard !isPressed, state.motion.progress >= plan.duration / 2 else { return }
      isPressed = true
      try session.perform(.setLine(name: Self.emergencyStop, isHigh: true))
    }
    guard case .faulted(let state) = outcome else {
      throw ToolFailure(
        .hardware, "the emergency stop was pressed and the motion was not ended by a fault",
        "急停已按下，但动作没有因故障而结束")
    }
    let failure = try session.faultFailure(in: state)
    try expect(
      try areOutputsOff(), "the outputs were still on 0.5 s after the emergency stop",
      "急停 0.5 秒后输出仍未关闭")
    tell("The outputs are off. Fault:", "输出已关闭。故障：")
    tell("  \(failure.message.english)\n  \(failure.message.chinese)")
  }

  private func playToTheEnd() throws(ToolFailure) {
    let outcome = try play(try currentPlan()) { _ in }
    switch outcome {
    case .finished: return
    case .faulted(let state): throw try session.faultFailure(in: state)
    case .stopped(let state):
      throw ToolFailure(
        .refused, "the motion ended early: the robot is \(state.lifecycle.words.english)",
        "动作提前结束：机器人状态为“\(state.lifecycle.words.chinese)”")
    }
  }

  /// Makes `change` as soon as the daemon lets it: a released line and a fresh encoder sample take a
  /// few cycles to be seen.
  private func make(_ change: StateChange) throws(ToolFailure) {
    let deadline = Environment.now() + 2
    while true {
      do {
        try change.perform(in: session, console: console)
        return
      } catch {
        let isTooEarly = error.exit == .refused || error.exit == .fault
        guard isTooEarly, Environment.now() < deadline else { throw error }
        usleep(20_000)
      }
    }
  }

  private func currentPlan() throws(ToolFailure) -> MotionPlan {
    try MotionPlan(motion, robot: session.info, state: try session.newestState())
  }

  private func play(
    _ plan: MotionPlan, onState: (StateSnapshot) throws(ToolFailure) -> Void
  ) throws(ToolFailure) -> MotionPlayback.Outcome {
    var progress = MotionProgress(
      name: plan.name, duration: plan.duration, session: session, console: console)
    return try MotionPlayback(plan: plan, session: session, console: console).run {
      state throws(ToolFailure) in
      if !isQuiet { try progress.show(state) }
      try onState(state)
    }
  }

  private func areOutputsOff() throws(ToolFailure) -> Bool {
    let deadline = Environment.now() + 0.5
    while Environment.now() < deadline {
      guard let state = try session.nextState(timeout: .milliseconds(50)) else { continue }
      if state.lifecycle == .faulted, !state.flags.contains(.outputsEnabled) { return true }
    }
    return false
  }

  private func expect(
    _ condition: Bool, _ english: String, _ chinese: String
  ) throws(ToolFailure) {
    if !condition {
      throw ToolFailure(
        .hardware, "the demo went wrong: \(english); please report this with the output above",
        "演示异常：\(chinese)；请附上以上输出报告此问题")
    }
  }

  private func tell(_ english: String, _ chinese: String) {
    tell(console.coloured("▶ ", .good) + console.text(english, chinese))
  }

  private func tell(_ line: String) {
    if !isQuiet { console.line(line) }
  }
}
