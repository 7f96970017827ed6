internal import RobotConfiguration
internal import RobotCore

extension LoadedRobot {
  /// Outputs that may stay on after the daemon died; `nil` where none do, or the owner accepts it.
  var releaseBlock: StartBlock? {
    let robot = model.robot
    // What only measures hurts nobody.
    guard !robot.joints.isEmpty, !robot.safety.accepted.contains(.outputRelease) else { return nil }
    var risks = robot.pwmWithoutEnable + robot.bridgesWithoutWatchdog
    if robot.hasOutputLines, let board, let risk = board.releaseRisk {
      let file = files.first { $0.role == .board }?.path ?? board.name
      risks.append(
        BilingualText(
          "\(risk.english) (\(file): gpio.on_release; write `reverts` there once you have tried it)",
          "\(risk.chinese)（\(file)：gpio.on_release；实测确认后请写 `reverts`）"))
    }
    guard !risks.isEmpty else { return nil }
    return StartBlock(
      .outputReleaseUnsafe,
      BilingualText(
        "outputs may stay on after the daemon died: " + risks.map(\.english).joined(separator: "; ")
          + ". Or accept it in \(robot.file): `safety: { accept: [output_release] }`.",
        "守护进程退出后输出可能保持开启：" + risks.map(\.chinese).joined(separator: "；")
          + "。也可在 \(robot.file) 中接受：`safety: { accept: [output_release] }`。"))
  }
}

extension BoardDescription {
  /// What is not safe about its output lines after the process that drove them died, for people.
  var releaseRisk: BilingualText? {
    switch gpio.onRelease {
    case .keeps:
      BilingualText(
        "this board keeps an output's level after the process that drove it died"
          + (gpio.strictFix.map { ": add \($0)" } ?? ""),
        "进程退出后，该主板的输出会保持原电平" + (gpio.strictFix.map { "：请加入 \($0)" } ?? ""))
    case .unknown:
      BilingualText(
        "it is unknown what this board's outputs do after a process died",
        "不清楚进程退出后该主板的输出会怎样")
    case .reverts: nil
    }
  }
}

extension RobotDescription {
  /// Whether it drives lines: enable, standby, direction, brakes.
  fileprivate var hasOutputLines: Bool {
    lines.contains { if case .output = $0.role { true } else { false } }
  }
}
