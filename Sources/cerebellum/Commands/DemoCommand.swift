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

  func execute(_ console: Console) throws(ToolFailure) {
    let description = try MotionPlan.load(ShippedFile.find(motion))
    let program = try DaemonProgram.find()
    Interruption.watch()
    let daemon = try DaemonProcess(
      program, robot: ShippedFile.find(simulation.robot),
      board: simulation.board.map { ShippedFile.find($0) })
    let session = try daemon.connect(seconds: 10, console: console)
    let units = try session.units()
    if !common.json { greet(session.info, console) }
    let result = try DemoScript(
      session: session, motion: description, console: console, isQuiet: common.json
    ).run()
    let status = daemon.end()
    guard status == 0 else {
      throw ToolFailure(
        .hardware, "the daemon ended with status \(status) instead of 0 after SIGTERM",
        "守护进程收到 SIGTERM 后以状态 \(status) 而不是 0 结束")
    }
    report(result, session.info, units, console)
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
