import ArgumentParser
import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// Shows all of it on simulated hardware.
struct DemoCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Play a motion on simulated hardware, stop and recover, and push the arm by hand.",
    discussion: "Starts a daemon of its own and ends it again. Takes about 45 s; Ctrl-C ends it.")
  @OptionGroup var simulation: SimulationOptions
  @Option(help: ArgumentHelp("The motion file.", valueName: "path"))
  var motion = "Scenarios/arm6-demo.motion.yaml"
  @OptionGroup var common: CommonOptions

  /// A machine that stalls for longer than the robot bears is no fault of the robot's.
  private static let mostAttempts = 5

  func execute(_ console: Console) throws(ToolFailure) {
    let description = try MotionPlan.load(motion)
    let program = try DaemonProgram.find()
    Interruption.watch()
    for attempt in 1...Self.mostAttempts
    where try play(description, program, console, isLast: attempt == Self.mostAttempts) {
      return
    }
  }

  /// False when the machine stalled and it is to be played again.
  private func play(
    _ description: MotionDescription, _ program: DaemonProgram, _ console: Console, isLast: Bool
  ) throws(ToolFailure) -> Bool {
    let daemon = try DaemonProcess(program, robot: simulation.robot, board: simulation.board)
    let session = try daemon.connect(seconds: 10, console: console)
    let units = try session.units()
    if !common.json { greet(session.info, console) }
    let result: DemoScript.Result
    do throws(ToolFailure) {
      result = try DemoScript(
        session: session, motion: description, console: console, isQuiet: common.json
      ).run()
    } catch {
      guard !isLast, session.machineHasStalled else { throw error }
      _ = daemon.end()
      console.complain(
        console.text(
          "This machine stalled for longer than the robot bears (\(error.message.english)) The demo "
            + "begins again.",
          "本机停顿超过机器人的容许时间（\(error.message.chinese)）演示重新开始。"))
      return false
    }
    let status = daemon.end()
    guard status == 0 else {
      throw ToolFailure(
        .hardware, "the daemon ended with status \(status) instead of 0 after SIGTERM",
        "守护进程收到 SIGTERM 后以状态 \(status) 而不是 0 结束")
    }
    report(result, session.info, units, console)
    return true
  }

  private func greet(_ info: RobotInfo, _ console: Console) {
    let reason = info.degradedReason
    let timing =
      info.isRealtime
      ? Message("real-time", "实时") : Message("not real-time: \(reason)", "非实时：\(reason)")
    let rate = Figures.fixed(info.rate.hertz, 0)
    console.say(
      "\(info.name): \(info.joints.count) simulated joints at \(rate) Hz, \(timing.english)",
      "\(info.name)：\(info.joints.count) 个仿真关节，\(rate) Hz，\(timing.chinese)")
  }

  private func report(
    _ result: DemoScript.Result, _ info: RobotInfo, _ units: [JointUnitNames], _ console: Console
  ) {
    let statistics = result.statistics
    if common.json {
      console.line(
        JSONValue.object([
          ("robot", .text(info.name)), ("loop", statistics.loopJSON),
          ("tracking", statistics.trackingJSON(info, units)),
          ("hand", result.hand.json),
        ]).oneLine)
      return
    }
    let loop = LoopTable(statistics: statistics, console: console).lines
    let tracking = TrackingTable(
      statistics: statistics, info: info, units: units, console: console
    ).lines
    let hand = result.hand.lines(console)
    console.line(([""] + loop + [""] + tracking + [""] + hand).joined(separator: "\n"))
    console.say("The demo went as expected.", "演示按预期完成。")
  }
}

extension DaemonSession {
  /// Whether the last fault is one of lost time: simulated chips answer whenever they are asked.
  fileprivate var machineHasStalled: Bool {
    fault.map { [101, 201, 301, 302].contains($0.fault.code) } ?? false
  }
}
